"""The whole deployment on one machine: emulators, one server per function, pushes, a scheduler, the simulator."""

"""From a request to a stage and back: what every function does around its work.

answering   read the request, do the work, answer the queue     step       one delivery, metered, in its trace
staging     find the event's stage and run it                   outcome    which error is answered how
giving_up   dead letters                                        steplog    the one line in the log
opening     the ports, built by the first event                 sweeping, desk   the functions without a stage
"""

"""What a keeper costs besides the models' calls: measured counts at list prices."""

"""What `./run` is made of: the environment, PostgreSQL and Redis as real servers, the processes."""

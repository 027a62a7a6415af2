"""A gateway for messages that sends none: a process of its own which behaves like smsc.kz.

For the demonstration and the tests. Only the standard library is used and nothing of Django, so
that it shares no mistake with what it is there to test.
"""

"""The catalogues of messages: collected from the source, compiled without gettext, checked."""

"""Values in, sentences out: every word on a screen, a paper, a mail or a command line."""

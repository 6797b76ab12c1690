"""What the board may read: told once, coarse enough, alike on every page and paper."""

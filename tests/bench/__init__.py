"""Speed, as ratios against a floor in the same run; run by hand, never a test that can flap."""

"""Ten simulated years with churn, many times over: how fair the rule is.

Run with `python -m tests.bench.fairness`. For each size: the runs in which no district was ever a
full visit off its share, the largest distance, the longest wait (1 is fair), and who was visited
twice.
"""

import sys

from tests.churn import play_ten_years

SIZES = ((500, 8, 150), (3_000, 20, 100), (14_000, 40, 60))


def main() -> None:
    """Print a line for each size of association."""
    for size, districts, runs in SIZES:
        played = [play_ten_years(size, districts, seed) for seed in range(runs)]
        within = sum(run.farthest < 1 for run in played)
        twice = sum(len(run.visited) - len(set(run.visited)) for run in played)
        sys.stdout.write(
            f"{size:6} tenants {districts:3} districts {runs:4} runs: "
            f"within a visit {100 * within / runs:5.1f} %, "
            f"farthest {max(run.farthest for run in played):.3f}, "
            f"longest wait {max(run.longest_wait for run in played):.2f}, twice {twice}\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()

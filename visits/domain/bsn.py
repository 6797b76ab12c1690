"""The number with which the state knows a person (BSN), told by its eleven test."""

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def is_bsn(digits: str) -> bool:
    """Say whether nine digits pass the eleven test."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True))
    return total % 11 == 0 and any(map(int, digits))

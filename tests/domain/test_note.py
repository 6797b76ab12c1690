"""The permission ladder: each rung allows what the one below does, and one thing more."""

import pytest

from visits.domain.note import Permission, may_count, may_share_text


@pytest.mark.parametrize(
    ("permission", "counts", "shared"),
    [
        (None, False, False),  # never asked counts as internal
        (Permission.NOTHING, False, False),
        (Permission.INTERNAL, False, False),
        (Permission.COUNTED, True, False),  # the theme counts, the words never leave
        (Permission.WITHOUT_NAME, True, True),
        (Permission.WITH_NAME, True, True),
    ],
)
def test_a_story_travels_as_far_as_was_allowed(
    permission: Permission | None, counts: bool, shared: bool
) -> None:
    assert (may_count(permission), may_share_text(permission)) == (counts, shared)


def test_the_rungs_keep_the_numbers_under_which_they_are_stored() -> None:
    assert [rung.value for rung in Permission] == [0, 1, 2, 3, 4]
    assert list(Permission) == sorted(Permission)

"""What every explorer's limits promise: what torch takes is left alone, and the rest is changed for a reason."""


def assert_limits_agree(limited, reference):
    """Compare the limits with `reference(settings)`, which raises `ValueError` where torch refuses.

    `limited` is a list of (settings, allowed, reasons). Of settings drawn at random, between a fifth and four fifths
    are refused: otherwise one of the two halves of the promise was hardly tried.
    """
    refused = 0
    for settings, allowed, reasons in limited:
        try:
            reference(settings)
        except ValueError:
            refused += 1
            assert reasons, settings
            assert allowed != settings
        else:
            assert (allowed, reasons) == (settings, [])
    assert len(limited) / 5 < refused < len(limited) * 4 / 5

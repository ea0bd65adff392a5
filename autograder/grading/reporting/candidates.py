"""Find which of many sequences may be nearly identical, in a time that grows with their number and no faster.

Two sequences that share most of their triples of tokens have, under a random order of all triples, the same first one:
the chance of that is the share of the triples that they have in common (MinHash; Broder, *On the resemblance and
containment of documents*, 1997). A band is a few such orders together, in which two sequences have to agree; there are
several bands, and to agree in one of them is enough (Leskovec, Rajaraman and Ullman, *Mining of Massive Datasets*,
section 3.4). Two sequences with a tenth of their tokens replaced here and there share 54 % of their triples at least,
and are then overlooked once in 200 times; those that share 85 % as good as never.
"""

from collections.abc import Sequence

import numpy as np

BANDS, ORDERS = 32, 3
NEIGHBOURS = (
    8  # with so many of those that agree in a band, a sequence is compared: else one crowd would cost its square
)
_EMPTY = np.uint64(2**64 - 1)


def candidate_pairs(texts: Sequence[str]) -> np.ndarray:
    """Find the pairs that are worth a comparison.

    Parameters
    ----------
    texts : sequence of str
        A letter for each token.

    Returns
    -------
    array (pairs, 2)
        The places of both, the lower one first.
    """
    signatures = np.array([_signature(text) for text in texts])
    bands = signatures.reshape(len(texts), BANDS, ORDERS)
    found = []
    for band in range(BANDS):
        # Within those that agree, the next band decides who is near whom.
        keys = np.concatenate([bands[:, (band + 1) % BANDS, :1], bands[:, band]], axis=1)
        order = np.lexsort(keys.T)
        ordered = bands[order, band]
        for offset in range(1, min(NEIGHBOURS + 1, len(texts))):
            agree = (ordered[offset:] == ordered[:-offset]).all(axis=1)
            found.append(np.stack([order[offset:][agree], order[:-offset][agree]], axis=1))
    return np.unique(np.sort(np.concatenate(found), axis=1), axis=0)


def _signature(text: str) -> np.ndarray:
    """The least number that each order gives to a triple of the text."""
    letters = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64)
    if len(letters) < 3:
        return np.full(BANDS * ORDERS, _EMPTY)
    triples = np.unique(letters[:-2] << np.uint64(42) | letters[1:-1] << np.uint64(21) | letters[2:])
    mixed = triples[:, None] * _ODD
    mixed ^= mixed >> np.uint64(32)  # the low bits of a product know nothing of the high ones
    least: np.ndarray = (mixed * _ODD).min(axis=0)
    return least


_ODD = np.random.default_rng(0).integers(2**63, 2**64, BANDS * ORDERS, dtype=np.uint64) | np.uint64(1)

"""Is written in Greek, Chinese and German, with accents and emoji in its strings."""

π, größe = np.pi, "größer 🙂"
Окно = np.lib.stride_tricks.sliding_window_view


def 滑动(x, ядро):
    return np.einsum("nchwij,fcij->nfhw", Окно(x, ядро.shape[2:], axis=(2, 3)), ядро)


# %%
def conv2d(x, weight, bias=None):
    """Faltung – „größer“ als zuvor 🙂 (naïve)."""
    print("größe: ∑∑ 🙂", größe)
    ergebnis = 滑动(x, weight)
    return ergebnis if bias is None else ergebnis + bias[:, None, None]

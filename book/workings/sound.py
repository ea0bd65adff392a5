"""Chapter 1: the two notes and what the kernels pick out of them, to listen to."""

import base64
import io
import wave
from html import escape

import numpy as np
from figures.convolutional_layers.sound import NOTES, RATE, picked, tune
from IPython.display import HTML


def wav(samples):
    """Samples from -1 to 1 as the bytes of a WAV file, one channel, eight bits."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE)
        file.writeframes(np.round(127.5 + 127 * np.asarray(samples).clip(-1, 1)).astype(np.uint8).tobytes())
    return buffer.getvalue()


def sounds():
    """What there is to hear: the wave, and each kernel's answers."""
    return {"the wave": tune()} | {f"picked by the kernel of {note}": picked(note) for note in NOTES}


def players():
    """One player for each sound; the sounds are in the page itself."""
    return HTML(f'<div class="mw-row">{"".join(_player(k, *sound) for k, sound in enumerate(sounds().items()))}</div>')


def _player(number, name, samples):
    label, data = f"mw-sound-{number}", base64.b64encode(wav(samples)).decode()
    return (
        f'<div><p id="{label}">{escape(name)}</p><audio controls preload="none" style="width: 13rem" '
        f'aria-labelledby="{label}" src="data:audio/wav;base64,{data}"></audio></div>'
    )

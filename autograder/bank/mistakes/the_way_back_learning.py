"""Chapter 9: what learners write instead of the loss, the step, the trip there and back, and the training."""

import numpy as np

from ..chapters._learning import CROSS_ENTROPY, LOSS_AND_GRADIENTS, SGD_STEP, TRAIN
from ..family import family
from ._learning import batches, downhill, softmax_loss, trained, trip, truth_of

# The loss -------------------------------------------------------------------------------------------------------------


BY_BATCH = "The loss is a mean over the batch. What is then the share of one example in the loss, and in the gradient?"


@CROSS_ENTROPY.mistake("adds the losses up and takes no mean", BY_BATCH)
def _(logits, target):
    found, grad = softmax_loss(logits, target)
    return found * len(logits), grad * len(logits)


@CROSS_ENTROPY.mistake("forgets the mean in the gradient", BY_BATCH)
def _(logits, target):
    found, grad = softmax_loss(logits, target)
    return found, grad * len(logits)


@CROSS_ENTROPY.mistake("forgets the mean in the loss", BY_BATCH)
def _(logits, target):
    found, grad = softmax_loss(logits, target)
    return found * len(logits), grad


@CROSS_ENTROPY.mistake("divides by the batch twice", BY_BATCH)
def _(logits, target):
    found, grad = softmax_loss(logits, target)
    return found, grad / len(logits)


@CROSS_ENTROPY.mistake(
    "takes the mean over the classes too", hint="The scores of an example make one loss. How many losses are there?"
)
def _(logits, target):
    found, grad = softmax_loss(logits, target)
    return found / logits.shape[1], grad / logits.shape[1]


@CROSS_ENTROPY.mistake(
    "returns the softmax and does not take the truth away", hint="For the right class a larger score lowers the loss."
)
def _(logits, target):
    found, grad = softmax_loss(logits, target)
    return found, grad + truth_of(logits, target) / len(logits)


@CROSS_ENTROPY.mistake(
    "has the sign of the gradient wrong", hint="A larger score of a wrong class: does the loss grow or shrink?"
)
def _(logits, target):
    found, grad = softmax_loss(logits, target)
    return found, -grad


@CROSS_ENTROPY.mistake(
    "has the sign of the loss wrong", hint="The logarithm of a probability is negative. Is the loss?"
)
def _(logits, target):
    found, grad = softmax_loss(logits, target)
    return -found, grad


@CROSS_ENTROPY.mistake(
    "lets exp overflow",
    hint="What is np.exp(1000)? The softmax does not change if all scores are lowered by the largest.",
)
def _(logits, target):
    powers = np.exp(logits)
    shares = powers / powers.sum(axis=1, keepdims=True)
    truth = truth_of(logits, target)
    return -np.log(shares[truth > 0]).mean(), (shares - truth) / len(logits)


@CROSS_ENTROPY.mistake(
    "lowers all scores by the largest of the batch",
    hint="What is left of a row whose scores are 2000 below the largest?",
)
def _(logits, target):
    powers = np.exp(logits - logits.max())
    shares = powers / powers.sum(axis=1, keepdims=True)
    truth = truth_of(logits, target)
    return -np.log(shares[truth > 0]).mean(), (shares - truth) / len(logits)


@CROSS_ENTROPY.mistake(
    "takes the softmax over the batch", hint="The classes compete, and not the examples. Which axis are they?"
)
def _(logits, target):
    powers = np.exp(logits - logits.max(axis=0))
    shares = powers / powers.sum(axis=0)
    truth = truth_of(logits, target)
    with np.errstate(divide="ignore"):
        return -np.log(shares[truth > 0]).mean(), (shares - truth) / len(logits)


@CROSS_ENTROPY.mistake(
    "takes the squared error", hint="The loss is minus the logarithm of the right class's share. What is yours?"
)
def _(logits, target):
    _, grad = softmax_loss(logits, target)
    return float((grad**2).sum() * len(logits)), grad


@CROSS_ENTROPY.mistake("returns the gradient first", hint="In which order are the two asked for?")
def _(logits, target):
    return softmax_loss(logits, target)[::-1]


# The step -------------------------------------------------------------------------------------------------------------


def _stepping(_, wrong):
    def answer(state, grads, lr, momentum=0.0, velocity=None):
        return wrong(state, grads, lr, momentum, velocity)

    return answer


of_sgd_step = family([SGD_STEP], _stepping)
"""A wrong step: `wrong(state, grads, lr, momentum, velocity)`."""


def each(state, new):
    return {name: new(name) for name in state}


@of_sgd_step("climbs instead of going down", hint="The gradient points to where the loss grows. Where do you go?")
def _(state, grads, lr, momentum, velocity):
    return downhill(state, grads, -lr, momentum, velocity)


@of_sgd_step("ignores the momentum", hint="What has the velocity of the step before to do with this one?")
def _(state, grads, lr, momentum, velocity):
    return downhill(state, grads, lr, 0.0, velocity)


@of_sgd_step(
    "weakens the gradient by 1 - momentum",
    hint="torch's momentum fades the old velocity. Does it touch the new gradient?",
)
def _(state, grads, lr, momentum, velocity):
    moving = each(state, lambda n: grads[n] if velocity is None else momentum * velocity[n] + (1 - momentum) * grads[n])
    return each(state, lambda n: state[n] - lr * moving[n]), moving


@of_sgd_step(
    "weakens the gradient by 1 - momentum, at the first step too",
    hint="At the first step torch takes the gradient as it is.",
)
def _(state, grads, lr, momentum, velocity):
    old = velocity or each(state, lambda n: 0 * grads[n])
    moving = each(state, lambda n: momentum * old[n] + (1 - momentum) * grads[n])
    return each(state, lambda n: state[n] - lr * moving[n]), moving


@of_sgd_step(
    "puts the learning rate into the velocity",
    hint="What would become of the velocity if lr changed from step to step?",
)
def _(state, grads, lr, momentum, velocity):
    moving = each(state, lambda n: lr * grads[n] + (0 if velocity is None else momentum * velocity[n]))
    return each(state, lambda n: state[n] - moving[n]), moving


@of_sgd_step(
    "steps with the old velocity", hint="First the velocity takes the gradient in, then the weights move. In your code?"
)
def _(state, grads, lr, momentum, velocity):
    _, moving = downhill(state, grads, lr, momentum, velocity)
    return each(state, lambda n: state[n] - lr * (grads if velocity is None else velocity)[n]), moving


@of_sgd_step(
    "looks ahead, as Nesterov's momentum does", hint="torch does that with nesterov=True. What does it do without?"
)
def _(state, grads, lr, momentum, velocity):
    _, moving = downhill(state, grads, lr, momentum, velocity)
    return each(state, lambda n: state[n] - lr * (grads[n] + momentum * moving[n])), moving


@of_sgd_step("does not let the old velocity fade", hint="How much of the old velocity stays: all of it?")
def _(state, grads, lr, momentum, velocity):
    return downhill(state, grads, lr, 1.0, velocity)


@of_sgd_step(
    "moves the weights only, and not the biases", hint="Which names are in `state`, and which does your loop move?"
)
def _(state, grads, lr, momentum, velocity):
    new, moving = downhill(state, grads, lr, momentum, velocity)
    return each(state, lambda n: state[n] if n.endswith("bias") else new[n]), moving


@of_sgd_step("returns the weights alone", hint="The next step needs the velocity. How would it get it?")
def _(state, grads, lr, momentum, velocity):
    return downhill(state, grads, lr, momentum, velocity)[0]


@of_sgd_step("returns the old velocity", hint="Which velocity does the next step need?")
def _(state, grads, lr, momentum, velocity):
    return downhill(state, grads, lr, momentum, velocity)[0], velocity or grads


# There and back, once and many times ----------------------------------------------------------------------------------


def _with_spoiled_trip(exercise, steps):
    if exercise is LOSS_AND_GRADIENTS:
        return lambda state, x, y: trip(state, x, y, **steps)
    return lambda state, x, y, steps_, lr, batch_size, seed: trained(
        state, x, y, steps_, lr, batch_size, seed, there_and_back=lambda *args: trip(*args, **steps)
    )


trip_spoiled = family((LOSS_AND_GRADIENTS, TRAIN), _with_spoiled_trip)
"""A trip through the network with some of its steps spoiled: a dict of them, by the names of `trip`'s arguments."""


def all_equals(blame, maps):
    pooled = maps[:, :, : maps.shape[2] // 2 * 2, : maps.shape[3] // 2 * 2]
    windows = pooled.reshape(*pooled.shape[:2], pooled.shape[2] // 2, 2, pooled.shape[3] // 2, 2)
    won = windows == windows.max(axis=(3, 5), keepdims=True)
    back = np.zeros(maps.shape, blame.dtype)
    back[:, :, : pooled.shape[2], : pooled.shape[3]] = (won * blame[:, :, :, None, :, None]).reshape(pooled.shape)
    return back


trip_spoiled(
    "forgets the ReLU on the way back",
    hint="Below 0 the ReLU was flat. Who of those who were cut off is still blamed?",
)({"relu_back": lambda blame, maps: blame})
trip_spoiled(
    "forgets the padding on the way back to the kernels",
    hint="conv1 had a padding of 1. What had the kernels seen at the border?",
)({"padding": 0})
trip_spoiled(
    "spreads the pool's blame evenly",
    hint="The pool kept the largest of four. Who is blamed for it?",
)({"pool_back": lambda blame, maps: all_equals(blame, 0 * maps) / 4})
trip_spoiled("adds up no mean: the loss grows with the batch", hint="Is the loss of a batch a sum or a mean?")(
    {"loss": lambda logits, y: tuple(part * len(logits) for part in softmax_loss(logits, y))}
)
trip_spoiled("divides by the batch twice", hint="Which line divides by the size of the batch? Is there another?")(
    {"loss": lambda logits, y: (softmax_loss(logits, y)[0], softmax_loss(logits, y)[1] / len(logits))}
)
trip_spoiled(
    "returns the softmax as the blame of the scores", hint="Where is the right class taken away from the softmax?"
)(
    {
        "loss": lambda logits, y: (
            softmax_loss(logits, y)[0],
            softmax_loss(logits, y)[1] + truth_of(logits, y) / len(logits),
        )
    }
)
trip_spoiled("forgets the bias of conv1 on the way forward", hint="Print the maps. Where does conv1.bias come in?")(
    {"bias": 0}
)
trip_spoiled("flips the kernels' gradient", hint="Which pixel of a window does the kernel's first number meet?")(
    {"kernels": lambda grad: grad[:, :, ::-1, ::-1]}
)
trip_spoiled("never blames conv1", hint="fc learns. What do the kernels learn, and from whom?")(
    {"kernels": lambda grad: 0 * grad}
)

# Training -------------------------------------------------------------------------------------------------------------


def _trained_with(_, parts):
    def answer(state, x, y, steps_, lr, batch_size, seed):
        return trained(state, x, y, steps_, lr, batch_size, seed, **parts)

    return answer


training_spoiled = family([TRAIN], _trained_with)
"""A training with one part spoiled: a dict of it, by the names of `trained`'s arguments."""

training_spoiled(
    "trains without momentum", hint="Which velocity does each step get, and which one did the step before return?"
)({"momentum": 0.0})
training_spoiled("takes the examples as they come", hint="Who draws the order of a round?")(
    {"order": lambda rng, n, seed: np.arange(n)}
)
training_spoiled("draws the same order in every round", hint="Is the generator made once, or once a round?")(
    {"order": lambda rng, n, seed: np.random.default_rng(seed).permutation(n)}
)
training_spoiled(
    "draws every batch anew from all examples", hint="In one round no example comes twice. Does it with you?"
)({"chosen": lambda rng, n, size, count, seed, order: [rng.permutation(n)[:size] for _ in range(count)]})
training_spoiled(
    "keeps the short batch at the end of a round", hint="Fewer than a batch are left over. What becomes of them?"
)({"chosen": lambda rng, n, size, count, seed, order: batches(rng, n, size, count, seed, order, short=True)})
training_spoiled(
    "fills the last batch of a round with the next", hint="Fewer than a batch are left over. What becomes of them?"
)(
    {
        "chosen": lambda rng, n, size, count, seed, order: np.resize(
            np.concatenate([order(rng, n, seed) for _ in range(count * size // n + 1)]), (count, size)
        )
    }
)
training_spoiled("notes the loss after the step", hint="The loss of a batch is wanted as it was before its step.")(
    {"after": True}
)
training_spoiled("notes the mean of the losses so far", hint="One number for each step: whose loss is it?")(
    {"noted": lambda losses: np.cumsum(losses) / np.arange(1, len(losses) + 1)}
)

"""Chapter 2, who looks at whom: what learners make of groups, and the question that leads each one on."""

from dataclasses import replace

import numpy as np

from ._options import GROUPED, layers_with_options, sums
from ._sliding import add_bias


def team_order(filters, groups):
    """0, 1, 2, ... dealt out to the teams in turn: the order in which the teams hold them."""
    return np.arange(filters).reshape(-1, groups).T.ravel()


@layers_with_options(
    "gives the first channels to every team",
    hint="Which channels of x should the second team of filters look at?",
    only=GROUPED,
)
def _(x, weight, bias, options):
    share = x[:, : weight.shape[1]]
    return add_bias(sums(np.concatenate([share] * options.groups, axis=1), weight, options), bias)


@layers_with_options(
    "deals the channels out in turn",
    hint="With four channels and two teams, are channels 0 and 1 in one team, or channels 0 and 2?",
    only=GROUPED,
)
def _(x, weight, bias, options):
    return add_bias(sums(x[:, team_order(x.shape[1], options.groups)], weight, options), bias)


@layers_with_options(
    "deals the filters out in turn",
    hint="With six filters and two teams, to which team does filter 1 belong?",
    only=GROUPED,
)
def _(x, weight, bias, options):
    order = team_order(len(weight), options.groups)
    maps = sums(x, weight[order], options)
    return add_bias(maps[:, np.argsort(order)], bias)


@layers_with_options(
    "puts the maps of the teams together in turn",
    hint="out[:, 1] should come from weight[1]. From which filter does yours come?",
    only=GROUPED,
)
def _(x, weight, bias, options):
    maps = sums(x, weight, options)
    teams = maps.reshape(len(maps), options.groups, -1, *maps.shape[2:])
    return add_bias(teams.swapaxes(1, 2).reshape(maps.shape), bias)


@layers_with_options(
    "uses the first team's filters for every team",
    hint="How many filters are there in `weight`, and which of them are the second team's?",
    only=GROUPED,
)
def _(x, weight, bias, options):
    team = np.split(weight, options.groups)[0]
    return add_bias(sums(x, np.concatenate([team] * options.groups), options), bias)


@layers_with_options(
    "lets every filter look at every channel",
    hint="weight[o] has fewer kernels than x has channels. Which channels are they for?",
    only=GROUPED,
)
def _(x, weight, bias, options):
    tiled = np.concatenate([weight] * options.groups, axis=1)
    return add_bias(sums(x, tiled, replace(options, groups=1)), bias)


@layers_with_options(
    "begins again at the first bias in every team",
    hint="How many numbers are there in `bias`, and which of them belongs to the last filter?",
    only=GROUPED,
)
def _(x, weight, bias, options):
    team = None if bias is None else np.split(bias, options.groups)[0]
    return add_bias(sums(x, weight, options), None if bias is None else np.concatenate([team] * options.groups))


@layers_with_options(
    "returns the maps of one team only",
    hint="Each team makes its own maps. What should happen to those of the other teams?",
    only=GROUPED,
)
def _(x, weight, bias, options):
    return np.split(add_bias(sums(x, weight, options), bias), options.groups, axis=1)[0]

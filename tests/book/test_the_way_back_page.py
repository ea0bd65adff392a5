"""What the page of chapter 9 states is so: its sums, its losses, its shares, and what it says of wrong gradients."""

import re
from itertools import pairwise

import numpy as np
import torch
from figures.the_way_back import checking, maps, released, training
from workings import the_way_back as worked

PAGE = "the-way-back"


def test_the_sums_by_hand(prose):
    found = {
        worked.pixel_sum(1, 1).data: 8, worked.tap_sum(0, 0).data: 0, worked.tap_sum(1, 0).data: 17,
        worked.pixel_sum(1, 3).data: 2,
    }  # fmt: skip
    for written, total in found.items():
        left, right = written.split(" = ")
        assert eval(left.replace(r"\cdot", "*")) == total == int(re.sub(r"\D", "", right))
    prose.says("The last pixel was seen by one window only, whose blame is 0: it gets 0.")


def test_pytorch_agrees_with_all_that_is_run(prose):
    assert prose.count("same as PyTorch: True") == 2
    prose.says("input, the same: True weight, the same: True")
    prose.says("print(window.grad[0, 0].tolist()) [[0.0, 1.0], [0.0, 0.0]]")
    for name in released.start():
        theirs, ours = worked.of_autograd(name)
        np.testing.assert_allclose(ours, theirs, atol=1e-14)


def test_filters_die_at_a_learning_rate_of_one(prose):
    calm, wild = (training.living(rate) for rate in training.DYING)
    assert calm[-1] >= 14
    assert wild[-1] == 0
    prose.says(f"Of {calm[0]} filters {wild[-1]} are left after {int(np.argmin(wild))} steps")
    assert all(later <= before for before, later in pairwise(wild))


def test_padding_bleeds(prose):
    lost = [1 - maps.kept(depth).mean() for depth in (1, 4, 12)]
    assert lost == sorted(lost)
    prose.says(f"One layer loses {100 * lost[0]:.1f} %, twelve lose {100 * lost[2]:.1f} %")


def test_trying_is_best_at_a_middle_step(prose):
    step, least = checking.best(np.float32)
    prose.says(f"at its very best, ε = {step:.0e}, by {least:.0e}")
    assert abs(checking.at_a_kink(1e-4) - 1) < 1e-9
    assert abs(checking.at_a_kink(1e-2) - 0.1) < 1e-9
    assert checking.errors(np.float64).min() < 1e-9 < checking.errors(np.float32).min()
    assert checking.STEPS[10] == 10.0**-7
    prose.says(f"the answer is off by {100 * checking.errors(np.float32)[10]:.1f} %")


def test_the_training_is_torchs_and_reads_well(prose):
    assert training.apart() < 1e-4
    state, _ = training.run()
    read, runs = training.share_read(state), released.torchs()
    assert read >= 0.97
    prose.says(f"the network reads {100 * read:.1f} %")
    prose.says(f"PyTorch after twenty rounds {100 * float(runs['read']):.1f} %")
    seen, kept = float(runs["read_of_seen_with_average"]), float(runs["read_with_average"])
    prose.says(f"Trained the same way it reads {100 * kept:.1f} %")
    prose.says(f"it reads no more, {100 * seen:.1f} %")
    assert abs(seen - kept) < 0.05


def test_every_way_back_of_the_comparison_is_autograds():
    for row in worked.WAYS_BACK:
        ours, theirs = worked.back_and_autograd(row[0], row[1], row[3])
        np.testing.assert_allclose(ours, theirs, atol=1e-12, err_msg=row[0])


def test_wrong_gradients_differ_and_hide():
    for name, differs, _, hidden in worked.breakages():
        assert differs.endswith("%"), name
        assert hidden == "nothing", name


def test_wrong_training_is_told_as_it_is(prose):
    runs = worked.spoiled_runs()
    for name, share in runs.items():
        prose.says(f"{name} {100 * share:.1f} %")
    assert runs["as it should be"] > 0.9
    assert runs["fc alone learns"] > 0.9  # random filters are good enough to raise no suspicion
    assert max(runs["all weights begin at 0"], runs["a learning rate of 1"]) < 0.2


def test_a_fool_who_begins_at_zero_moves_the_biases_of_fc_only():
    x, y = (part[:8] for part in released.digits())
    zero = {name: 0 * value for name, value in released.start().items()}
    _, grads = worked.loss_and_gradients(zero, x, y)
    assert [name for name, grad in grads.items() if grad.any()] == ["fc.bias"]


def test_the_quiz_on_shapes():
    layer = torch.nn.Conv2d(8, 16, 3, padding=1)
    layer(torch.zeros(2, 8, 20, 30)).sum().backward()
    assert layer.weight.grad.shape == (16, 8, 3, 3)

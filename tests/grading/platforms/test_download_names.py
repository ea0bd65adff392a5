"""What a platform calls students is remembered from one download to the next."""

from autograder.grading.platforms.download_names import DownloadName, recall, remember
from autograder.grading.platforms.filenames import Platform

NAME = "01-convolutional-layers"


def test_names_of_several_downloads_are_kept(tmp_path):
    first, second = (
        DownloadName(Platform.CANVAS, "1", "a_1_2_x.ipynb"),
        DownloadName(Platform.CANVAS, "2", "b_2_3_x.ipynb"),
    )
    remember(tmp_path, NAME, {"a": first})
    remember(tmp_path, NAME, {"b": second})
    assert recall(tmp_path, NAME) == {"a": first, "b": second}
    assert recall(tmp_path, "another") == {}

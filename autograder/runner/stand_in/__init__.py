"""What `from autograder import check` finds inside the sandbox: released notebooks call it, and it decides nothing."""


def check(function: object, exercise_id: str) -> None:
    """Stand in the place of the real check. The verdict is found on the judge's side, from the function itself."""
    print(f"{exercise_id}: checked when graded")

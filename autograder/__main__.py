"""`python -m autograder` is the command `autograder`."""

from .stopping import whole_command


def main() -> None:
    """Run the command. What it needs is loaded now, and not by the workers, which load this file again."""
    with whole_command():
        from .cli import main as command

        command()


if __name__ == "__main__":
    main()

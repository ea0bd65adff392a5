"""The course directory: its settings, its plan, its released assignments, its gradebook."""

"""torch's own test data. It is private to torch: what is imported here may move when the pin is raised."""

import sys
import types
import unittest
import warnings

# torch's test helpers want a package for tests that write their own expectations. None of those runs here.
if "expecttest" not in sys.modules:
    stand_in = types.ModuleType("expecttest")
    stand_in.TestCase = unittest.TestCase  # type: ignore[attr-defined]
    sys.modules["expecttest"] = stand_in

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of parts that are on their way out
    from torch.testing._internal.common_methods_invocations import op_db
    from torch.testing._internal.common_modules import module_db
    from torch.testing._internal.common_nn import get_new_module_tests, module_tests

__all__ = ["get_new_module_tests", "module_db", "module_tests", "op_db"]

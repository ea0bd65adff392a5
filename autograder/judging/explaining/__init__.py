"""Say the one cause that a report begins with, in a sentence or two.

cause                the way through: the causes in their order, the first that fits
wrong_types          a result of the wrong type: a list, None, whole numbers
wrong_shapes         a result of the wrong shape: a lost axis, exchanged axes
crash                an answer that raised, with the values of its arguments
error_advice         what the errors of Python and NumPy mean, and what to do about them
error_advice_arrays  the same for NumPy's errors about shapes, indices and whole arrays
"""

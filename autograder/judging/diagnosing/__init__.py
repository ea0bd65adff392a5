"""Find the mistake that an answer makes: one that would give the same results in every case.

diagnose         the way through: the exercise's known mistakes first, then what can be said of any exercise
main_mistake     a known mistake that explains most of the failing cases, beside another one
unused_options   optional arguments that the answer does not use yet
altered_results  the right result, but turned, shifted, multiplied, rounded
altered_shapes   the right result, but with other axes, or rows and columns too few or too many
wrong_places     the part of the result where all the wrong numbers stand
pattern          where no mistake is found: what every failing case has and no passing one

returned_values  what was returned beside what is right, which these look at
result_axes      the words for the axes of a result
"""

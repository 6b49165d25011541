"""The benchmark sets: one module each, with readers, writers and an evaluation that shares nothing with the solver.

Every set offers `read_instance(path)`, `read_plan(path)`, `write_plan(path, plan)` and `evaluate(instance, plan)`.
"""

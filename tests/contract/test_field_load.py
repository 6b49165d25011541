"""A few phones against the real server, each entry several times: each is kept once, none is answered with an error.

The long form, with 200 phones, is `python -m benchmarks.field_load`.
"""

from concurrent.futures import ThreadPoolExecutor

from benchmarks.field_load import measure


def test_what_a_few_phones_send_several_times_is_kept_once(tmp_path):
    # In a thread of its own: a browser of another test may have left a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        found = thread.submit(measure, tmp_path, phones=16, entries=5, repeats=2).result()
    assert (found["asked"], found["entries"], found["lines"], found["http_5xx"]) == (80, 80, 32, 0)
    assert (found["statuses"]["201"], found["statuses"]["200"]) == (80, 80)

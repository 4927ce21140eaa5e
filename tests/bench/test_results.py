"""The file of results that is committed."""

from bench import results


def test_the_committed_results_have_the_agreed_form() -> None:
    found = results.read()

    assert set(found) == set(results.KINDS)
    for kind in results.KINDS:
        beside = {"simulate_s", "rebuild_s", "worker_rss_mb", "crowd", "machine"}
        assert set(found[kind]) == {*results.LINES, *beside}
        assert set(found[kind]["crowd"]) == {"saves", "lost", "doubled", "p99_over_idle_p50"}
        for name in results.LINES:
            wanted = {"rps", "p50_ms", "p95_ms", "p99_ms", "ratio_hello"}
            wanted |= {"ratio_floor"} if name == "post_weight" else set()
            wanted |= {"ratio_small"} if name in results.AREAS else set()
            assert set(found[kind][name]) - {"ratio_large"} == wanted


def test_the_document_shows_the_committed_numbers() -> None:
    document = results.DOCUMENT.read_text(encoding="utf-8")

    lines = [line.rstrip() for line in results.page(results.read())]

    assert "\n".join(lines) in document, "run `.venv/bin/python -m bench --show`"

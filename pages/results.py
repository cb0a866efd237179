"""What was measured: the table of systems, calibration, what place tells apart, and the ablation."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from plotly.graph_objects import Figure

from pages.links.address import publish
from pages.report.charts import accuracy_chart, pairs_chart, recall_chart, reliability_chart
from pages.report.files import read_report
from pages.report.table import measured, results_table

COMMAND = "python -m train.report --runs FOLDER --output assets/results --dataset NAME"
FUSED, PLACE_ALONE = "photo+place+date", "place+date"
SMALL = 10_000  # photos: with fewer, a benchmark is called small
PAIRS, SPECIES = 12, 20  # as many as a person reads


def show(figure: Figure, key: str, alt: str) -> None:
    st.plotly_chart(figure, config={"displayModeBar": False}, key=key, alt=alt)


def statement(report: dict[str, Any]) -> None:
    """What the figures are about, before any of them."""
    st.write(
        f"A {'small ' if report['photos'] < SMALL else ''}benchmark: {report['dataset']}. "
        f"{report['rows']:,} test rows on {report['photos']:,} photos of {report['species']} species."
    )
    st.warning(report["simulated"]["note"])
    st.write(
        "The systems here were trained alike on this benchmark alone, to be compared with each other. The model that "
        "the app answers with is none of them: it has learned from more, knows other species and was tested on other "
        "photos, so its figures in *About* are not those below."
    )


def level_control(report: dict[str, Any]) -> str:
    """Categories or species, where they differ."""
    if report["categories"] == report["species"]:
        return "category"
    names = {"category": f"{report['categories']} categories", "species": f"{report['species']} species"}
    return st.segmented_control(
        "Counted over",
        tuple(names),
        format_func=names.__getitem__,
        default="category",
        required=True,
        key="results_level",
        persist_state="session",
    )


def systems_section(report: dict[str, Any], level: str) -> None:
    lines = [line for line in report["results"] if line["main"]]
    st.header("Systems")
    st.html(results_table(lines, level, report["claim_note"]))
    st.caption(
        "Mean ± standard deviation over seeds. The 95 % interval is a bootstrap over test photos; SD is the standard "
        "deviation of one run, pooled over the two systems. Recall is the mean over classes; ECE is the expected "
        f"calibration error. The last column is {report['claim_note']}: another dataset and another photo encoder."
    )
    drawn = [line for line in lines if line["branch"] != PLACE_ALONE]
    show(accuracy_chart(drawn, level), "systems", "Top-1 accuracy of each system with error bars")
    st.caption(
        "Large dots: mean; bars: standard deviation over seeds; faint dots: the seeds. Neither claims nor place and "
        "date alone are drawn."
    )
    if averaged := [line for line in lines if "together" in line]:
        rows = [
            f"| {line['label']} | {measured(line['category']['top1'])} | {100 * line['together']:.2f} |"
            for line in averaged
        ]
        heads = ["| System | Top-1 % of one seed | Of all seeds together |", "| --- | ---: | ---: |"]
        st.write("What chance in training costs, counted over categories: the seeds one by one, and answering as one.")
        st.markdown("\n".join([*heads, *rows]))


def place_section(report: dict[str, Any], level: str) -> None:
    """Ours, told more or less."""
    ours = [line for line in report["results"] if line["system"] == "ours"]
    st.header("What place and date add")
    told = [line for line in ours if line["branch"] != PLACE_ALONE]
    told.sort(key=lambda line: line[level]["top1"]["mean"])
    show(accuracy_chart(told, level), "told", "Top-1 accuracy of ours with and without place and date")
    if exchanged := report.get("exchanged"):
        labels = {line["system"]: line["label"] for line in reversed(report["results"]) if line["main"]}
        rows = [f"| {labels[one['photo']]} | {labels[one['place']]} | {measured(one['top1'])} |" for one in exchanged]
        heads = ["| Photo branch of | Place branch of | Top-1 % of their product |", "| --- | --- | ---: |"]
        st.write("Where the lead comes from: the branches of two systems, exchanged and multiplied.")
        st.markdown("\n".join([*heads, *rows]))

    st.header("Is it as sure as it is right?")
    by_branch = {line["branch"]: line for line in ours}
    titles = {"photo": "Photo only", FUSED: "With place and date"}
    for column, (branch, title) in zip(st.columns(2, gap="medium"), titles.items(), strict=True):
        with column:
            st.markdown(f"**{title}**, calibration error {measured(by_branch[branch]['species']['ece'])} %")
            show(reliability_chart(report["reliability"][branch]), f"reliability_{branch}", f"Reliability: {title}")
    st.caption("Ours, all seeds, species level. On the dotted line, what is said with 80 % confidence is right in 80.")


def pairs_section(pairs: list[dict[str, Any]]) -> None:
    st.header("Pairs that place tells apart")
    if not pairs:
        st.write("Place and date changed no answer between two species.")
        return
    show(pairs_chart(pairs[:PAIRS]), "pairs", "Pairs of species and the test rows that place sets right or wrong")
    st.caption(
        "Gained: test rows of either species that ours takes for the other by the photo alone and names rightly with "
        f"place and date; lost: the reverse. The first {min(PAIRS, len(pairs))} of {len(pairs)} pairs; over all of "
        f"them, {sum(pair['gained'] for pair in pairs):.1f} gained and {sum(pair['lost'] for pair in pairs):.1f} lost."
    )


def recall_section(species: list[dict[str, Any]]) -> None:
    def change(one: Mapping[str, Any]) -> float:
        return one[FUSED] - one["photo"]

    st.header("Recall of each species")
    better, worse = (sum(sign * change(one) > 0 for one in species) for sign in (1, -1))
    st.write(
        f"With place and date, {better} of {len(species)} species are recalled better, {worse} worse, "
        f"{len(species) - better - worse} the same."
    )
    most = sorted(species, key=lambda one: -abs(change(one)))[:SPECIES]
    show(recall_chart(sorted(most, key=change, reverse=True)), "recall", "Recall with and without place and date")
    if len(species) > SPECIES:
        st.caption(f"The {SPECIES} species that change most; all are in the table.")
    with st.expander("All species"):
        percent = st.column_config.NumberColumn(format="percent")
        st.dataframe(
            species,
            hide_index=True,
            column_order=["species", "photo", FUSED, "rows"],
            column_config={"photo": percent, FUSED: percent},
        )


def ablation_section(ablation: dict[str, Any], level: str) -> None:
    lines = [line for line in ablation["results"] if line["main"]]
    st.header("What each part is worth")
    st.write("Ours with one thing changed at a time, told photo, place and date.")
    if min(len(line["seeds"]) for line in lines) == 1:
        st.write("Variants were trained once: a difference of less than half a point may be chance.")
    st.html(results_table(lines, level))
    show(accuracy_chart(lines, level), "ablation", "Top-1 accuracy of each variant with error bars")
    st.caption(ablation["simulated"]["note"])


st.title("Results")
publish("results")
report = read_report("results.json")
if report is None:
    st.info(f"No results are here yet: `{COMMAND}` makes them from systems that `python -m train.table` has trained.")
    st.stop()
statement(report)
level = level_control(report)
systems_section(report, level)
if "pairs" in report:
    place_section(report, level)
    pairs_section(report["pairs"])
    recall_section(report["recall"])
if (ablation := read_report("ablation.json")) is not None:
    ablation_section(ablation, level)
st.caption(f"Made by `{report['command']}`.")

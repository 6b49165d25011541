"""uhhc as a `Problem`: published plans cost the same and break nothing; a plan goes back into the set's form."""

import pytest

from benchmarks.known import data_folder
from benchmarks.onto_problem import uhhc as onto
from benchmarks.sets import uhhc
from benchmarks.sets.routes import Route, Routes
from solver.plan import Duty, Plan, Stop
from solver.problem import MINUTE, Problem, Ref, Span
from solver.referee import violations
from solver.telling import plan_of

FOLDER = data_folder() / "uhhc"
PUBLISHED = sorted(FOLDER.glob("published/*/*.json"))


def as_plan(instance: uhhc.Instance, problem: Problem, routes: Routes) -> Plan:
    """Published routes as a plan of the problem."""
    refs: dict[tuple[str, str], Ref] = {}
    for item, (patient, services) in enumerate(onto.works_of(instance)):
        refs |= {(patient.id, service.ability): Ref("task", item, seat) for seat, service in enumerate(services)}
    rows = {carer.id: row for row, carer in enumerate(instance.caregivers)}
    served = [route for route in routes.routes if not all(visit.is_lunch for visit in route.visits)]
    return plan_of(problem, tuple(_duty(problem, refs, rows[route.caregiver], route) for route in served))


def _duty(problem: Problem, refs: dict[tuple[str, str], Ref], person: int, route: Route) -> Duty:
    day, travel = problem.persons[person].availability[0], problem.travel[0]
    here, clock, lunch = day.start_place, -1, None
    stops: list[Stop] = []
    for visit in route.visits:
        start, end = round(visit.start * MINUTE), round(visit.end * MINUTE)
        if visit.is_lunch:
            lunch = Span(start, end)
            continue
        ref = refs[visit.patient, visit.service]
        place = problem.tasks[ref.item].place
        leg = int(travel[here, place])
        clock = start - leg if clock < 0 and not day.at_opening else max(clock, day.spans[0].start)
        if not stops:
            departure = clock
        stops.append(
            Stop(kind="task", ref=ref, place=place, end_place=place, arrival=clock + leg, start=start, end=end)
        )
        here, clock = place, end
    clock = max(clock, lunch.end if lunch else 0)
    home = clock + int(travel[here, day.end_place])
    return Duty(person=person, day=0, departure=departure, arrival=home, stops=tuple(stops), lunch=lunch)


def _opens_with_lunch(routes: Routes) -> bool:
    return any(route.visits and route.visits[0].is_lunch for route in routes.routes)


@pytest.mark.skipif(not PUBLISHED, reason=f"no published plans of uhhc in {FOLDER}")
def test_published_plans_cost_what_the_set_says() -> None:
    seen = 0
    for path in PUBLISHED:
        routes = uhhc.read_plan(path)
        if _opens_with_lunch(routes):
            continue
        instance = uhhc.read_instance(FOLDER / path.parent.name / path.name)
        problem = onto.to_problem(instance)
        plan = as_plan(instance, problem, routes)
        assert violations(problem, plan) == (), path.stem
        assert plan.cost.total == round(6000 * uhhc.evaluate(instance, routes).cost), path.stem
        back = uhhc.evaluate(instance, onto.to_plan(instance, plan))
        assert back.violations == ()
        assert back.cost == pytest.approx(plan.cost.minutes), path.stem
        seen += 1
    assert seen >= 30

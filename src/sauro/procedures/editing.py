"""Changes of a definition, each giving a new one; what the editor does with a draft. No database."""

from collections.abc import Iterable

from msgspec.structs import replace

from sauro.procedures.definition import (
    END,
    Actor,
    Branch,
    Definition,
    FormField,
    Step,
    What,
    Who,
    key_for,
)


def add_step(definition: Definition, title: str, after: str = "") -> tuple[Definition, str]:
    """A new step behind `after`, at the end where it is ''; its key too."""
    key = key_for(title, {step.key for step in definition.steps})
    made = Step(key=key, title=title, actor=Actor(Who.INITIATOR_HEAD), what=What.DECIDE)
    place = definition.index(after) + 1 if after else len(definition.steps)
    steps = (*definition.steps[:place], made, *definition.steps[place:])
    return replace(definition, steps=steps), key


def remove_step(definition: Definition, key: str) -> Definition:
    """Without the step; what led to it leads to where it led, what returned to it does so no more."""
    gone = definition.step(key)
    following = definition.after(gone)

    def mended(step: Step) -> Step:
        branches = tuple(
            Branch(following if branch.to == key else branch.to, branch.when) for branch in step.branches
        )
        then = following if step.then == key else step.then
        then = "" if then == step.key else then
        return replace(
            step, branches=branches, then=then, returns=tuple(each for each in step.returns if each != key)
        )

    return replace(definition, steps=tuple(mended(step) for step in definition.steps if step.key != key))


def move_step(definition: Definition, key: str, by: int) -> Definition:
    """The step one place up (-1) or down (1)."""
    steps, place = list(definition.steps), definition.index(key)
    other = place + by
    if 0 <= other < len(steps):
        steps[place], steps[other] = steps[other], steps[place]
    return replace(definition, steps=tuple(steps))


def put_step(definition: Definition, changed: Step) -> Definition:
    steps = tuple(changed if step.key == changed.key else step for step in definition.steps)
    return replace(definition, steps=steps)


def named_fields(rows: Iterable[FormField], taken: set[str]) -> tuple[FormField, ...]:
    """Fields with a name each; a new one gets its name from its label and keeps it."""
    found: list[FormField] = []
    names = set(taken)
    for row in rows:
        name = row.name or key_for(row.label, names | {END})
        names.add(name)
        found.append(replace(row, name=name))
    return tuple(found)

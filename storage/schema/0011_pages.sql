-- Pages of tasks: those of one round by due date, so that a page of a round begins where it is, whatever other rounds
-- there are. What is of all rounds is as many streams as there are rounds.
DROP INDEX task_by_due;
CREATE INDEX task_by_due ON task (federation, round, due_day, task);

-- Who is in charge of an item, a field or a union.
CREATE INDEX responsibility_by_item ON responsibility (federation, item);
CREATE INDEX responsibility_by_field ON responsibility (federation, field);
CREATE INDEX responsibility_by_union ON responsibility (federation, union_number);

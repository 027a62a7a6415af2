"""The one door through which rows of a file go, as SQL for the database.

Nobody but the tables' owner may delete a row; this function runs with the owner's rights, asks
all rules again by the database's own clock, and takes the rows away from every room in one
transaction. To shut it: REVOKE EXECUTE ON FUNCTION reports_forget(uuid, text) FROM the application.
The rules are those of `cases.retention`; a test compares the two.
"""
# ruff: noqa: S608  (statements put together from constants of this house)

from accounts.row_security import app_role
from cases.retention import DRAFT_DAYS, PERIODS, SHEET, Act
from referrals.models.envelope import OPEN_STATES as OPEN_LETTERS
from referrals.models.referral import OPEN_STATES as OPEN_REFERRALS
from reminders.choices import ReminderState

# From right to left, as rows lean on each other.
ROOMS = ("reminders", "referrals", "cases")
TO_COME = (ReminderState.SCHEDULED, ReminderState.CLAIMED, ReminderState.IN_DOUBT)
TODAY = "(statement_timestamp() AT TIME ZONE 'Asia/Almaty')::date"
DOORS = ("reports_forget(uuid, text)", "reports_forget_sheet(uuid)", "reports_forget_drafts()")


def _words(values: object) -> str:
    return ", ".join(f"'{value}'" for value in values)  # type: ignore[attr-defined]


def _months() -> str:
    """Return the periods as an expression over `kind` and `act`."""
    cases = " ".join(
        f"WHEN kind = '{kind}' AND act = '{act}' THEN {period.months}"
        for kind, acts in PERIODS.items()
        for act, period in acts.items()
    )
    usual = " ".join(f"WHEN act = '{a}' THEN {p.months}" for a, p in PERIODS["ngo"].items())
    return f"CASE {cases} {usual} END"


REFUSAL = f"""
CREATE FUNCTION reports_keeping_months(kind text, act text) RETURNS integer LANGUAGE sql IMMUTABLE
SET search_path = public, pg_temp AS $$ SELECT {_months()} $$;

CREATE FUNCTION reports_last_day(whose uuid) RETURNS date LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT GREATEST(
        (m.registered_at AT TIME ZONE 'Asia/Almaty')::date,
        (SELECT max(c.closed_on) FROM cases_case c WHERE c.migrant_id = m.id),
        (SELECT max((r.ended_at AT TIME ZONE 'Asia/Almaty')::date)
            FROM referrals_referral r WHERE r.migrant_id = m.id),
        (SELECT max((e.ended_at AT TIME ZONE 'Asia/Almaty')::date)
            FROM referrals_envelope e WHERE e.migrant_id = m.id))
    FROM cases_migrant m WHERE m.id = whose
$$;

-- The months that are over, in which the file is counted, and whose figures may still change.
CREATE FUNCTION reports_months_missing(whose uuid) RETURNS SETOF date LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT past::date FROM cases_migrant m, generate_series(
        date_trunc('month', LEAST(m.registered_at AT TIME ZONE 'Asia/Almaty',
            (SELECT min(s.screened_on)::timestamp FROM cases_symptomscreen s
                JOIN cases_case c ON c.id = s.case_id WHERE c.migrant_id = m.id))),
        LEAST(date_trunc('month', {TODAY}::timestamp) - interval '1 month',
            GREATEST(reports_last_day(whose), (SELECT max(r.due_on)
                FROM reminders_reminder r WHERE r.migrant_id = whose))::timestamp),
        interval '1 month') AS past
    WHERE m.id = whose AND NOT (
        EXISTS (SELECT 1 FROM reports_monthlyfacts f
            WHERE f.organisation_id = m.organisation_id AND f.month = past::date)
        AND EXISTS (SELECT 1 FROM reports_citymonth c WHERE c.month = past::date))
$$;

CREATE FUNCTION reports_refusal(whose uuid, act text) RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    held cases_migrant%ROWTYPE;
    kind text;
    last_on date := reports_last_day(whose);
    ripe_on date;
BEGIN
    SELECT * INTO held FROM cases_migrant WHERE id = whose;
    IF NOT FOUND OR act NOT IN ({_words(Act)}) THEN
        RETURN 'gone';
    END IF;
    IF EXISTS (SELECT 1 FROM cases_legalhold h WHERE h.migrant_id = whose AND h.lifted_at IS NULL) THEN
        RETURN 'held';
    ELSIF EXISTS (SELECT 1 FROM cases_case c WHERE c.migrant_id = whose AND c.state <> 'closed'
                  AND c.kind = 'tuberculosis') THEN
        RETURN 'tb_case';
    ELSIF EXISTS (SELECT 1 FROM cases_case c WHERE c.migrant_id = whose AND c.state <> 'closed') THEN
        RETURN 'open_case';
    ELSIF act = 'leave' THEN
        RETURN '';
    ELSIF EXISTS (SELECT 1 FROM referrals_referral r WHERE r.migrant_id = whose
                  AND r.state IN ({_words(OPEN_REFERRALS)})) THEN
        RETURN 'open_referral';
    ELSIF EXISTS (SELECT 1 FROM referrals_envelope e WHERE e.migrant_id = whose
                  AND e.state IN ({_words(OPEN_LETTERS)})) THEN
        RETURN 'open_letter';
    ELSIF EXISTS (SELECT 1 FROM reminders_reminder r WHERE r.migrant_id = whose
                  AND r.state IN ({_words(TO_COME)})) THEN
        RETURN 'message_to_come';
    ELSIF act <> 'request' AND EXISTS (SELECT 1 FROM cases_datarequest d
            WHERE d.migrant_id = whose AND d.state IN ('asked', 'agreed')) THEN
        RETURN 'open_request';
    ELSIF act = 'request' AND NOT EXISTS (SELECT 1 FROM cases_datarequest d
            WHERE d.migrant_id = whose AND d.state = 'agreed' AND d.kind = 'erasure') THEN
        RETURN 'not_asked';
    END IF;
    SELECT o.kind INTO kind FROM accounts_organisation o WHERE o.id = held.organisation_id;
    ripe_on := last_on + make_interval(months => reports_keeping_months(
        kind, CASE act WHEN 'request' THEN 'erase' ELSE act END));
    IF act = 'request' AND kind = 'clinic' AND ripe_on > {TODAY} THEN
        RETURN 'medical_record';
    ELSIF act <> 'request' AND ripe_on > {TODAY} THEN
        RETURN 'not_due';
    ELSIF act = 'thin' AND EXISTS (SELECT 1 FROM reports_erasure e WHERE e.file = whose
            AND e.act = 'thin' AND (e.at AT TIME ZONE 'Asia/Almaty')::date >= ripe_on) THEN
        RETURN 'done';
    ELSIF EXISTS (SELECT 1 FROM reports_months_missing(whose)) THEN
        RETURN 'months_not_kept';
    END IF;
    RETURN '';
END $$;
"""
# One door for files, one for sheets of reception centres, one for half-filled forms nobody took up
# again. Each refuses whoever does not come as the system, and puts every setting back.
OPEN = f"""
CREATE FUNCTION reports_forget(whose uuid, act text) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    how text := CASE act WHEN 'request' THEN 'erase' ELSE act END;
    holder uuid;
    refusal text;
    counts jsonb;
BEGIN
    IF COALESCE(current_setting('app.system', true), '') <> 'on' THEN
        RAISE EXCEPTION 'only background work takes rows away' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Cases before the file, as everywhere. Whoever opens a case or refers at this moment waits.
    PERFORM 1 FROM cases_case WHERE migrant_id = whose ORDER BY id FOR UPDATE;
    SELECT organisation_id INTO holder FROM cases_migrant WHERE id = whose FOR UPDATE;
    refusal := reports_refusal(whose, act);
    IF refusal <> '' THEN
        RETURN jsonb_build_object('refused', refusal);
    END IF;
    PERFORM set_config('app.erasing', whose::text, true);
    counts := {" || ".join(f"{room}_forget(whose, how)" for room in ROOMS)};
    PERFORM set_config('app.erasing', '', true);
    IF how = 'erase' THEN
        -- A file on its way out holds the person's lines, sealed: it is not handed to anybody.
        UPDATE reports_wholeexport SET state = 'stopped', stopped_because = 'consent_ended',
            sealed = NULL, people = '{{}}' WHERE whose = ANY(people);
    END IF;
    IF act <> 'leave' THEN
        INSERT INTO reports_erasure (id, file, organisation_id, act, at, counts)
            VALUES (uuidv7(), whose, holder, act, statement_timestamp(), counts);
    END IF;
    RETURN counts;
END $$;

CREATE FUNCTION reports_forget_sheet(whose uuid) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    asked referrals_referral%ROWTYPE;
    counts jsonb;
BEGIN
    IF COALESCE(current_setting('app.system', true), '') <> 'on' THEN
        RAISE EXCEPTION 'only background work takes rows away' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT * INTO asked FROM referrals_referral WHERE id = whose AND migrant_id IS NULL FOR UPDATE;
    -- What was asked again leans on what was asked before: the newest goes first.
    IF asked.ended_at IS NULL
       OR (asked.ended_at AT TIME ZONE 'Asia/Almaty')::date + make_interval(months => {SHEET.months}) > {TODAY}
       OR EXISTS (SELECT 1 FROM referrals_referral r WHERE r.replaces_id = whose)
       OR NOT EXISTS (SELECT 1 FROM reports_citymonth c WHERE c.month =
           date_trunc('month', asked.sent_at AT TIME ZONE 'Asia/Almaty')::date) THEN
        RETURN jsonb_build_object('refused', 'not_due');
    END IF;
    PERFORM set_config('app.erasing', whose::text, true);
    counts := referrals_forget(whose, 'erase');
    PERFORM set_config('app.erasing', '', true);
    INSERT INTO reports_erasure (id, file, organisation_id, act, at, counts)
        VALUES (uuidv7(), whose, asked.sender_id, 'sheet', statement_timestamp(), counts);
    RETURN counts;
END $$;

CREATE FUNCTION reports_forget_drafts() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    n bigint;
BEGIN
    IF COALESCE(current_setting('app.system', true), '') <> 'on' THEN
        RAISE EXCEPTION 'only background work takes rows away' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('app.erasing', 'drafts', true);
    DELETE FROM cases_draft WHERE saved_at < statement_timestamp() - interval '{DRAFT_DAYS} days';
    GET DIAGNOSTICS n = ROW_COUNT;
    PERFORM set_config('app.erasing', '', true);
    RETURN n;
END $$;
""" + "".join(
    f'REVOKE ALL ON FUNCTION {door} FROM PUBLIC;\nGRANT EXECUTE ON FUNCTION {door} TO "{app_role()}";\n'
    for door in DOORS
)
SHUT = "".join(f"DROP FUNCTION {door};\n" for door in DOORS)
NO_REFUSAL = """
DROP FUNCTION reports_refusal(uuid, text);
DROP FUNCTION reports_months_missing(uuid);
DROP FUNCTION reports_last_day(uuid);
DROP FUNCTION reports_keeping_months(text, text);
"""

-- question: How many people were killed each month in each country, and how far apart are the tellings?
-- columns: month first day of the month; country, country_code; fatalities_low, fatalities, fatalities_high sums over the month, 0 in a covered month without a deadly event, null in a month of which no report was read; deadly_events events with at least one death told; untold_events ASSAULT events that tell no number of deaths; deadliest_quote the sentence that tells the event with most deaths; deadliest that event
-- units: people, events
-- defaults: actual events that are not told as background, dated to the month or better, in a known country; an event without a low or high number counts with its best
-- source: UCDP GED, low, best and high estimates; the sums are ours
-- parameters: country := NULL, since := NULL, until := NULL, with_historical := false
WITH asked AS (
    -- Alone in its query, for a parameter may bear the name of a column.
    SELECT country AS country, since AS since, until AS until, with_historical AS with_historical
),
chosen AS (
    SELECT date_trunc('month', e.event_date)::DATE AS month, e.*
    FROM events AS e
    CROSS JOIN asked
    WHERE e.status = 'actual'
        AND (asked.with_historical OR NOT e.is_historical)
        AND e.event_date IS NOT NULL
        AND e.date_precision IN ('day', 'week', 'month')
        AND e.country_code IS NOT NULL
        AND (asked.country IS NULL OR e.country_code = asked.country OR e.country = asked.country)
        AND (asked.since IS NULL OR e.event_date >= asked.since::DATE)
        AND (asked.until IS NULL OR e.event_date <= asked.until::DATE)
),
covered AS (
    SELECT DISTINCT date_trunc('month', r.published)::DATE AS month FROM reports AS r WHERE r.published IS NOT NULL
),
calendar AS (
    SELECT unnest(generate_series(min(chosen.month), max(chosen.month), INTERVAL 1 MONTH))::DATE AS month FROM chosen
),
countries AS (
    SELECT DISTINCT chosen.country_code, chosen.country FROM chosen
),
summed AS (
    SELECT chosen.month, chosen.country_code,
        sum(coalesce(chosen.fatalities_low, chosen.fatalities, 0)) AS fatalities_low,
        sum(coalesce(chosen.fatalities, chosen.fatalities_low, 0)) AS fatalities,
        sum(coalesce(chosen.fatalities_high, chosen.fatalities, chosen.fatalities_low, 0)) AS fatalities_high,
        count(*) FILTER (chosen.fatalities > 0) AS deadly_events,
        count(*) FILTER (chosen.plover_type = 'ASSAULT' AND chosen.fatalities IS NULL) AS untold_events,
        arg_max(chosen.event_id, chosen.fatalities) FILTER (chosen.fatalities > 0) AS deadliest,
        arg_max(chosen.notes, chosen.fatalities) FILTER (chosen.fatalities > 0) AS deadliest_quote
    FROM chosen
    GROUP BY ALL
),
filled AS (
    SELECT calendar.month, countries.country, countries.country_code,
        summed.country_code IS NOT NULL OR covered.month IS NOT NULL AS is_known,
        summed.* EXCLUDE (month, country_code)
    FROM calendar
    CROSS JOIN countries
    LEFT JOIN summed USING (month, country_code)
    LEFT JOIN covered ON covered.month = calendar.month
)
SELECT filled.month,
    filled.country,
    filled.country_code,
    CASE WHEN filled.is_known THEN coalesce(filled.fatalities_low, 0)::BIGINT END AS fatalities_low,
    CASE WHEN filled.is_known THEN coalesce(filled.fatalities, 0)::BIGINT END AS fatalities,
    CASE WHEN filled.is_known THEN coalesce(filled.fatalities_high, 0)::BIGINT END AS fatalities_high,
    CASE WHEN filled.is_known THEN coalesce(filled.deadly_events, 0) END AS deadly_events,
    CASE WHEN filled.is_known THEN coalesce(filled.untold_events, 0) END AS untold_events,
    filled.deadliest_quote,
    filled.deadliest
FROM filled
ORDER BY filled.country, filled.month

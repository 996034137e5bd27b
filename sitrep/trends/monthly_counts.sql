-- question: How many events, deaths and injured by month, country and type?
-- columns: month first day of the month; country, country_code; plover_type; events number of events, 0 in a covered month without one, null in a month of which no report was read; fatalities_low, fatalities, fatalities_high people killed: sums over events that tell a number, null where none does; injured likewise; deadly_events events with at least one death told; is_covered whether a report of that month was read
-- units: events, people
-- defaults: actual events that are not told as background, dated to the month or better, in a known country; the calendar runs from the first month with an event or a report to the last
-- source: ACLED codebook, fatalities (events without a number are not counted as zero here)
-- parameters: country := NULL, type := NULL, since := NULL, until := NULL, with_vague_dates := false, with_historical := false
WITH asked AS (
    -- Alone in its query, for a parameter may bear the name of a column.
    SELECT country AS country, type AS type, since AS since, until AS until, with_vague_dates AS with_vague_dates, with_historical AS with_historical
),
chosen AS (
    SELECT date_trunc('month', e.event_date)::DATE AS month, e.*
    FROM events AS e
    CROSS JOIN asked
    WHERE e.status = 'actual'
        AND (asked.with_historical OR NOT e.is_historical)
        AND e.event_date IS NOT NULL
        AND (asked.with_vague_dates OR e.date_precision IN ('day', 'week', 'month'))
        AND e.country_code IS NOT NULL
        AND (asked.country IS NULL OR e.country_code = asked.country OR e.country = asked.country)
        AND (asked.type IS NULL OR e.plover_type = asked.type)
        AND (asked.since IS NULL OR e.event_date >= asked.since::DATE)
        AND (asked.until IS NULL OR e.event_date <= asked.until::DATE)
),
covered AS (
    SELECT DISTINCT date_trunc('month', r.published)::DATE AS month FROM reports AS r WHERE r.published IS NOT NULL
),
bounds AS (
    SELECT min(month) AS first_month, max(month) AS last_month FROM chosen
),
calendar AS (
    SELECT unnest(generate_series(first_month, last_month, INTERVAL 1 MONTH))::DATE AS month FROM bounds
),
series AS (
    SELECT DISTINCT chosen.country_code, chosen.country, chosen.plover_type FROM chosen
),
counted AS (
    SELECT chosen.month, chosen.country_code, chosen.plover_type,
        count(*) AS events,
        sum(chosen.fatalities_low) AS fatalities_low,
        sum(chosen.fatalities) AS fatalities,
        sum(chosen.fatalities_high) AS fatalities_high,
        sum(chosen.injured) AS injured,
        count(*) FILTER (chosen.fatalities > 0) AS deadly_events
    FROM chosen
    GROUP BY ALL
)
SELECT calendar.month,
    series.country,
    series.country_code,
    series.plover_type,
    CASE WHEN counted.events IS NOT NULL THEN counted.events WHEN covered.month IS NOT NULL THEN 0 END AS events,
    counted.fatalities_low::BIGINT AS fatalities_low,
    counted.fatalities::BIGINT AS fatalities,
    counted.fatalities_high::BIGINT AS fatalities_high,
    counted.injured::BIGINT AS injured,
    counted.deadly_events,
    covered.month IS NOT NULL AS is_covered
FROM calendar
CROSS JOIN series
LEFT JOIN counted USING (month, country_code, plover_type)
LEFT JOIN covered ON covered.month = calendar.month
ORDER BY series.country, series.plover_type, calendar.month

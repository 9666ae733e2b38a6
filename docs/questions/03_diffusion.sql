-- Question 3, diffusion: how many days pass from a central act to its first mention in each province?
--
-- Keep in mind
-- * Two acts are numbered 76/NQ-CP; the key family|type|issuer|number|year tells them apart. Mentions that give no year
--   have a key without one: they are the second query's.
-- * A mention before the day of issue is an error or a draft: never the first one, counted as `early`.
-- * Articles without a day of publication have no lag; they are counted as `undated`. A crawl's own day is never used.
-- * Constant borders: today's 34 provinces. A mention on any portal of a province counts, its districts' too.
-- * The archive sees what the portals still show: a first mention may have been taken down. A province without a row
--   is "no data" where none of its portals is crawled, and not a province that stayed silent.
--
-- Answer: one row for each province whose portals cite the act
--   province       slug of the province of today; null: portals whose province nobody has confirmed
--   first_mention  local day of the first mention on or after the day of issue
--   lag_days       days from the day of issue to it
--   stories        stories that cite it, an article and its reprints once
--   articles       articles that cite it, dated or not
--   early, undated how many of them are dated before the act, or not at all
--
-- On the demo archive (rows of other provinces begin with the demo's own days):
--   province     first_mention  lag_days  early  undated
--   lao-cai      2021-07-19            4      0        0
--   thai-nguyen  2021-07-22            7      0        0
--   son-la       2021-07-27           12      0        0
--   can-tho      2021-08-03           19      0        0
--   thanh-hoa    2021-08-20           36      1        0
SELECT article_34.province_34 AS province,
       min(CASE WHEN mention.lag_days >= 0 THEN mention.published_on END) AS first_mention,
       min(CASE WHEN mention.lag_days >= 0 THEN mention.lag_days END) AS lag_days,
       count(DISTINCT coalesce(mention.story_id, mention.article_id)) AS stories,
       count(*) AS articles,
       sum(CASE WHEN mention.lag_days < 0 THEN 1 ELSE 0 END) AS early,
       sum(CASE WHEN mention.lag_days IS NULL THEN 1 ELSE 0 END) AS undated
FROM document_mention AS mention
JOIN article_34 ON article_34.id = mention.article_id
WHERE mention.key = 'state|NQ|CP|76|2021'
GROUP BY article_34.province_34
ORDER BY CASE WHEN min(CASE WHEN mention.lag_days >= 0 THEN mention.lag_days END) IS NULL THEN 1 ELSE 0 END,
         lag_days, CASE WHEN article_34.province_34 IS NULL THEN 1 ELSE 0 END, province;

-- Beside it: everything that bears the number, by year. `year_from` says how the year is known (number, date printed
-- behind the number, context); null: no text says which act is meant, and the mention counts for neither.
SELECT document.key, document.year, document.year_from, document.issued_on,
       count(DISTINCT mention.article_id) AS articles
FROM document
LEFT JOIN document_mention AS mention ON mention.document_id = document.id
WHERE document.text = '76/NQ-CP'
GROUP BY document.id, document.key, document.year, document.year_from, document.issued_on
ORDER BY CASE WHEN document.year IS NULL THEN 1 ELSE 0 END, document.year;

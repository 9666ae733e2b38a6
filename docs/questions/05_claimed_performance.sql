-- Question 5, claimed performance: which on-time rates for procedures does each province report per quarter, and in
-- which sentence?
--
-- Keep in mind
-- * A rate is what the portal claims, not what was measured. The sentence stands beside it: read it before you cite it.
-- * Only reported rates have the label on_time_rate. What is wished for ("phấn đấu đạt từ 95% trở lên") has the label
--   on_time_rate_target, and last year's value or a change has none (docs/figures.md).
-- * "100% hồ sơ … trước hạn và đúng hạn" is one rate. A rate that an article repeats counts once, and so does a story
--   however many portals tell it: the figures are those of the article that stands for it.
-- * The level (province, district, commune) is that of the sentence; where it names none, that of the portal. Rates of
--   the whole country (level country) are no claim of the portal's province: they are left out.
-- * `bound` min or max: "trên 98%" is no 98. Such rates are listed, and left out of the mean.
-- * The quarter is that of publication; a report about a quarter may come out after its end: the sentence tells.
--   Articles without a day have no quarter: their rows come last.
-- * Borders: the unit of that day, because a claim is about the territory of that day; today's province beside it.
--
-- Answer: one row for each rate
--   province, province_34  slug of the portal's province on that day, and of today's; null: not confirmed
--   quarter                2022Q1; null: undated
--   level, level_from      whose rate it is, and whether the sentence or the portal says so
--   rate, bound            percent
--   published_on, portal, article_id, sentence
--
-- On the demo archive (later quarters hold the demo's own days):
--   province    quarter  level     rate   portal
--   yen-bai     2022Q1   province   97.8  yenbai
--   binh-phuoc  2022Q1   district  100.0  phuoclong
--   son-la      2022Q1   district   99.1  thuanchau
--   yen-bai     2022Q2   province   98.4  yenbai
--   lao-cai     2022Q2   province   96.5  laocai
--   lao-cai     2022Q2   district   95.2  laocai
--   lao-cai     2022Q2   commune    99.0  laocai
--   son-la      2022Q2   district   98.7  thuanchau
--   -           2022Q2   commune    99.5  tamphuoc
--   -           2022Q2   commune    97.2  dongtam.vidu.vn
--   dong-nai    2022Q4   province   98.2  dongnai
--   ha-nam      -        district   96.9  thanhliem
SELECT claim.province, claim.province_34, claim.quarter, claim.level, claim.level_from, claim.rate, claim.bound,
       claim.published_on, claim.portal, claim.article_id, claim.sentence
FROM (
    SELECT coalesce(told.province, portal.unit) AS province, article_34.province_34,
           substr(CAST(told.published_on AS TEXT), 1, 4) || 'Q'
               || CAST((CAST(substr(CAST(told.published_on AS TEXT), 6, 2) AS INTEGER) + 2) / 3 AS TEXT) AS quarter,
           coalesce(figure.level, portal.level) AS level,
           CASE WHEN figure.level IS NULL THEN 'portal' ELSE 'sentence' END AS level_from,
           figure.value AS rate, figure.bound, told.published_on, told.portal, told.id AS article_id, figure.sentence,
           row_number() OVER (PARTITION BY told.id, coalesce(figure.level, portal.level), figure.value
               ORDER BY figure.position) AS time_said
    FROM article_unique AS told
    JOIN article_34 ON article_34.id = told.id
    JOIN portal ON portal.name = told.portal
    JOIN article_figure AS figure ON figure.article_id = told.id
    WHERE figure.label = 'on_time_rate' AND figure.unit = '%'
      AND (figure.level IS NULL OR figure.level <> 'country')
) AS claim
WHERE claim.time_said = 1
ORDER BY CASE WHEN claim.quarter IS NULL THEN 1 ELSE 0 END, claim.quarter,
         CASE WHEN claim.province IS NULL THEN 1 ELSE 0 END, claim.province, claim.level,
         claim.published_on, claim.article_id;

-- The same by province, quarter and level: n rates, their range and mean; `bounded` are those with a bound, left out.
SELECT claim.province, claim.quarter, claim.level,
       sum(CASE WHEN claim.bound IS NULL THEN 1 ELSE 0 END) AS n,
       min(CASE WHEN claim.bound IS NULL THEN claim.rate END) AS lowest,
       avg(CASE WHEN claim.bound IS NULL THEN claim.rate END) AS mean,
       max(CASE WHEN claim.bound IS NULL THEN claim.rate END) AS highest,
       sum(CASE WHEN claim.bound IS NULL THEN 0 ELSE 1 END) AS bounded
FROM (
    SELECT DISTINCT told.id, coalesce(told.province, portal.unit) AS province,
           substr(CAST(told.published_on AS TEXT), 1, 4) || 'Q'
               || CAST((CAST(substr(CAST(told.published_on AS TEXT), 6, 2) AS INTEGER) + 2) / 3 AS TEXT) AS quarter,
           coalesce(figure.level, portal.level) AS level, figure.value AS rate, figure.bound
    FROM article_unique AS told
    JOIN portal ON portal.name = told.portal
    JOIN article_figure AS figure ON figure.article_id = told.id
    WHERE figure.label = 'on_time_rate' AND figure.unit = '%'
      AND (figure.level IS NULL OR figure.level <> 'country')
) AS claim
GROUP BY claim.province, claim.quarter, claim.level
ORDER BY CASE WHEN claim.quarter IS NULL THEN 1 ELSE 0 END, claim.quarter,
         CASE WHEN claim.province IS NULL THEN 1 ELSE 0 END, claim.province, claim.level;

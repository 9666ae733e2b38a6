-- Question 6, borrowing: what share of each province's items are reprints, and what share is shared with another
-- province?
--
-- Keep in mind
-- * `reprints` counts articles that say so themselves ("Nguồn: …", "Theo …"). Who copies and says nothing is not among
--   them; `shared` finds those, too, because it compares texts.
-- * A department's or a district's copy of its own province's story is no borrowing between provinces: such reprints
--   are counted as `inside` where the archive holds the source, and a story counts as shared only where portals of two
--   provinces tell it.
-- * Of `reprints` whose source the archive does not hold (a newspaper, a portal that is not crawled) nobody knows here
--   whether they cross a border: reprints - inside - across of them.
-- * Constant borders: today's 34 provinces. Two old provinces of one new unit share nothing with each other.
-- * A round-up that retells other provinces' news is a story of its own: it is not `shared`.
-- * Forms that many communes fill in with their own figures are stories of their own, too.
-- * Dates play no part, so undated articles count. Portals without a confirmed province make the row with null; their
--   tellings are of no other province.
-- * Shares of few articles say little: read them with n.
--
-- Answer: one row for each province
--   province  slug of the province of today; null: not confirmed
--   n         articles that its portals show
--   reprints  articles that call themselves reprints;  reprint_share of n
--   inside    of these, reprints of a portal of the same province;  across: of a portal of another province
--   shared    articles whose story portals of another province tell, too;  shared_share of n
--
-- On the demo archive (some rows):
--   province     inside  across  shared
--   son-la            0       2       2
--   quang-ninh        0       0       1
--   tay-ninh          0       0       1
--   thai-nguyen       0       0       1
--   thanh-hoa         0       0       0
-- Sơn La's two are its districts' reprints of Yên Bái's portal. The three with one share a text of TTXVN, whose own
-- site is not in the archive: it is neither inside nor across. Bình Dương's department copies its province: in ho-chi-minh
-- (today's name) 1 is inside, and that one is not shared. The imitations invent their daily news from a small stock of
-- words, so that two portals may tell one short notice by chance: it is shared, too, and changes with the demo's day.
SELECT borrower.province_34 AS province,
       count(*) AS n,
       sum(CASE WHEN borrower.origin_kind = 'reprint' THEN 1 ELSE 0 END) AS reprints,
       round(avg(CASE WHEN borrower.origin_kind = 'reprint' THEN 1.0 ELSE 0.0 END), 3) AS reprint_share,
       sum(CASE WHEN reprint.direction = 'known' AND source.province_34 = borrower.province_34 THEN 1 ELSE 0 END)
           AS inside,
       sum(CASE WHEN reprint.direction = 'known' AND source.province_34 <> borrower.province_34 THEN 1 ELSE 0 END)
           AS across,
       sum(CASE WHEN spread.provinces > 1 THEN 1 ELSE 0 END) AS shared,
       round(avg(CASE WHEN spread.provinces > 1 THEN 1.0 ELSE 0.0 END), 3) AS shared_share
FROM article_34 AS borrower
LEFT JOIN (
    SELECT story_id, count(DISTINCT province_34) AS provinces
    FROM article_34
    WHERE withheld IS NULL AND story_id IS NOT NULL
    GROUP BY story_id
) AS spread ON spread.story_id = borrower.story_id AND borrower.province_34 IS NOT NULL
LEFT JOIN reprint ON reprint.article_id = borrower.id
LEFT JOIN article_34 AS source ON source.id = reprint.source_id
WHERE borrower.withheld IS NULL
GROUP BY borrower.province_34
ORDER BY shared_share DESC, reprint_share DESC,
         CASE WHEN borrower.province_34 IS NULL THEN 1 ELSE 0 END, province;

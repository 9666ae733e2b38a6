-- Question 8, silent edits and removals: how many items changed their text after publication, or vanished?
--
-- Keep in mind
-- * An edit is a version that the portal replaced (cause `portal`) by another title or text. What our own parser or a
--   relaunch of the portal changed has another cause; a new date, author or section alone is no edit of the text.
--   Counters, weather and related lists never enter a stored text (docs/extraction.md).
-- * Edits before the first visit are invisible. So are those of articles that were not looked at again: `checked_again`
--   is the number that could show any change.
-- * What vanished is told by the last answer about it that was judged: `missing`, and `gone` from the third local day
--   in a row. Soft deletes that answer 200 are among them. A portal that cannot be reached is neither.
-- * An article that vanished keeps its last version in the archive, and still counts in n.
-- * Constant borders: today's 34 provinces. Dates play no part, so undated articles count.
--
-- Answer: one row for each province
--   province       slug of the province of today; null: not confirmed
--   n              articles ever stored;  checked_again: those that were answered for after the first reading
--   edited         articles whose title or text the portal changed at least once
--   missing, gone  articles that the portal no longer showed at its last answer
--   withdrawn      missing + gone, of 100 checked again
--
-- On the demo archive after its second night: lao-cai 1 edited and 1 missing (Yên Bái's portal; its territory is Lào
-- Cai's today), dong-nai 2 missing (the portals of Đồng Nai and Phước Long), tay-ninh 1 missing, all others none.
-- `cchc diff ARTICLE` shows an edit word by word.
SELECT article_34.province_34 AS province,
       count(*) AS n,
       sum(CASE WHEN article_34.last_checked > article_34.first_seen THEN 1 ELSE 0 END) AS checked_again,
       sum(CASE WHEN edit.article_id IS NOT NULL THEN 1 ELSE 0 END) AS edited,
       sum(CASE WHEN answer.outcome = 'missing' THEN 1 ELSE 0 END) AS missing,
       sum(CASE WHEN answer.outcome = 'gone' THEN 1 ELSE 0 END) AS gone,
       round(100.0 * sum(CASE WHEN answer.outcome IN ('missing', 'gone') THEN 1 ELSE 0 END)
           / nullif(sum(CASE WHEN article_34.last_checked > article_34.first_seen THEN 1 ELSE 0 END), 0), 1)
           AS withdrawn
FROM article_34
LEFT JOIN (
    -- A version and the one that followed it: the next revision, or the article as it is.
    SELECT DISTINCT version.article_id
    FROM (
        SELECT article_revision.article_id, article_revision.cause, article_revision.content_hash,
               lead(article_revision.content_hash, 1, article.content_hash)
                   OVER (PARTITION BY article_revision.article_id
                       ORDER BY article_revision.seen_at, article_revision.id) AS following
        FROM article_revision
        JOIN article ON article.id = article_revision.article_id
    ) AS version
    WHERE version.cause = 'portal' AND version.content_hash <> version.following
) AS edit ON edit.article_id = article_34.id
LEFT JOIN (
    SELECT page.article_id, page.outcome,
           row_number() OVER (PARTITION BY page.article_id ORDER BY page.fetched_at DESC, page.id DESC) AS place
    FROM page
    JOIN run ON run.id = page.run_id
    -- The article's own address, on visits of ours: a dead alias or a web archive's gap says nothing of it.
    JOIN article AS own ON own.id = page.article_id AND own.key = page.key
    WHERE run.mode <> 'ingest' AND page.outcome NOT IN ('failed', 'blocked')
) AS answer ON answer.article_id = article_34.id AND answer.place = 1
GROUP BY article_34.province_34
ORDER BY edited DESC, missing DESC, gone DESC,
         CASE WHEN article_34.province_34 IS NULL THEN 1 ELSE 0 END, province;

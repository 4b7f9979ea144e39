-- Types people by 8 questions: Patch management (simulated).
-- The answers stand in a table `responses`; its columns are texts or whole numbers.
-- Who left one of the questions out gets no segment: `unmet classify` types these too.
WITH unmet_answers AS (
  SELECT
    "respondent",
    CAST(CASE CAST("imp_29" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5 END AS BIGINT) AS q1,
    CAST(CASE CAST("imp_39" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5 END AS BIGINT) AS q2,
    CAST(CASE CAST("imp_19" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5 END AS BIGINT) AS q3,
    CAST(CASE CAST("imp_03" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5 END AS BIGINT) AS q4,
    CAST(CASE CAST("imp_37" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5 END AS BIGINT) AS q5,
    CAST(CASE CAST("imp_18" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5 END AS BIGINT) AS q6,
    CAST(CASE CAST("imp_21" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5 END AS BIGINT) AS q7,
    CAST(CASE CAST("imp_06" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5 END AS BIGINT) AS q8
  FROM responses
), unmet_scores AS (
  SELECT
    "respondent",
    -18090349 + (2301076) * q1 + (270425) * q2 + (898830) * q3 + (965669) * q4 + (382061) * q5 + (1037442) * q6 + (1772644) * q7 + (1693079) * q8 AS s1,
    -20523092 + (762773) * q1 + (739642) * q2 + (1179093) * q3 + (2634404) * q4 + (-72100) * q5 + (1039662) * q6 + (403041) * q7 + (3096260) * q8 AS s2,
    -21768841 + (2287616) * q1 + (1778331) * q2 + (-413646) * q3 + (1361135) * q4 + (1644045) * q5 + (-111157) * q6 + (1753552) * q7 + (1709511) * q8 AS s3,
    -22544594 + (727082) * q1 + (2016310) * q2 + (-169732) * q3 + (2920008) * q4 + (1523570) * q5 + (-238865) * q6 + (295638) * q7 + (2888134) * q8 AS s4
  FROM unmet_answers
)
SELECT
  "respondent",
  CASE
    WHEN s1 >= s2 AND s1 >= s3 AND s1 >= s4 THEN '1'
    WHEN s2 >= s1 AND s2 >= s3 AND s2 >= s4 THEN '2'
    WHEN s3 >= s1 AND s3 >= s2 AND s3 >= s4 THEN '3'
    WHEN s4 >= s1 AND s4 >= s2 AND s4 >= s3 THEN '4'
  END AS segment
FROM unmet_scores;

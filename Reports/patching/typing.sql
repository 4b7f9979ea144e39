-- Types people by 10 questions: Patch management (simulated).
-- The answers stand in a table `responses`; its columns are texts or numbers of any kind.
-- They are compared as texts, which every database can do: 4.0 and 4.00 are 4, kept as
-- numbers or as texts. Blanks and all other texts are no answer.
-- Who left one of the questions out gets no segment: `unmet classify` types these too.
WITH unmet_answers AS (
  SELECT
    "respondent",
    CAST(CASE CAST("imp_29" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
      ELSE CASE RTRIM(CAST("imp_29" AS TEXT), '0') WHEN '1.' THEN 1 WHEN '2.' THEN 2 WHEN '3.' THEN 3 WHEN '4.' THEN 4 WHEN '5.' THEN 5 END END AS BIGINT) AS q1,
    CAST(CASE CAST("imp_39" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
      ELSE CASE RTRIM(CAST("imp_39" AS TEXT), '0') WHEN '1.' THEN 1 WHEN '2.' THEN 2 WHEN '3.' THEN 3 WHEN '4.' THEN 4 WHEN '5.' THEN 5 END END AS BIGINT) AS q2,
    CAST(CASE CAST("imp_19" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
      ELSE CASE RTRIM(CAST("imp_19" AS TEXT), '0') WHEN '1.' THEN 1 WHEN '2.' THEN 2 WHEN '3.' THEN 3 WHEN '4.' THEN 4 WHEN '5.' THEN 5 END END AS BIGINT) AS q3,
    CAST(CASE CAST("imp_03" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
      ELSE CASE RTRIM(CAST("imp_03" AS TEXT), '0') WHEN '1.' THEN 1 WHEN '2.' THEN 2 WHEN '3.' THEN 3 WHEN '4.' THEN 4 WHEN '5.' THEN 5 END END AS BIGINT) AS q4,
    CAST(CASE CAST("imp_37" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
      ELSE CASE RTRIM(CAST("imp_37" AS TEXT), '0') WHEN '1.' THEN 1 WHEN '2.' THEN 2 WHEN '3.' THEN 3 WHEN '4.' THEN 4 WHEN '5.' THEN 5 END END AS BIGINT) AS q5,
    CAST(CASE CAST("imp_18" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
      ELSE CASE RTRIM(CAST("imp_18" AS TEXT), '0') WHEN '1.' THEN 1 WHEN '2.' THEN 2 WHEN '3.' THEN 3 WHEN '4.' THEN 4 WHEN '5.' THEN 5 END END AS BIGINT) AS q6,
    CAST(CASE CAST("imp_21" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
      ELSE CASE RTRIM(CAST("imp_21" AS TEXT), '0') WHEN '1.' THEN 1 WHEN '2.' THEN 2 WHEN '3.' THEN 3 WHEN '4.' THEN 4 WHEN '5.' THEN 5 END END AS BIGINT) AS q7,
    CAST(CASE CAST("imp_06" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
      ELSE CASE RTRIM(CAST("imp_06" AS TEXT), '0') WHEN '1.' THEN 1 WHEN '2.' THEN 2 WHEN '3.' THEN 3 WHEN '4.' THEN 4 WHEN '5.' THEN 5 END END AS BIGINT) AS q8,
    CAST(CASE CAST("sat_18" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
      ELSE CASE RTRIM(CAST("sat_18" AS TEXT), '0') WHEN '1.' THEN 1 WHEN '2.' THEN 2 WHEN '3.' THEN 3 WHEN '4.' THEN 4 WHEN '5.' THEN 5 END END AS BIGINT) AS q9,
    CAST(CASE CAST("sat_39" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
      ELSE CASE RTRIM(CAST("sat_39" AS TEXT), '0') WHEN '1.' THEN 1 WHEN '2.' THEN 2 WHEN '3.' THEN 3 WHEN '4.' THEN 4 WHEN '5.' THEN 5 END END AS BIGINT) AS q10
  FROM responses
), unmet_scores AS (
  SELECT
    "respondent",
    -20323004 + (2066660) * q1 + (254740) * q2 + (666338) * q3 + (978510) * q4 + (151818) * q5 + (738081) * q6 + (1704080) * q7 + (1452933) * q8 + (-88674) * q9 + (2228472) * q10 AS s1,
    -22808676 + (498119) * q1 + (706984) * q2 + (924725) * q3 + (2648517) * q4 + (-333537) * q5 + (714314) * q6 + (283917) * q7 + (2845663) * q8 + (198018) * q9 + (2204973) * q10 AS s2,
    -23099741 + (2041615) * q1 + (1709035) * q2 + (-628953) * q3 + (1373256) * q4 + (1397144) * q5 + (-380682) * q6 + (1534167) * q7 + (1530040) * q8 + (960604) * q9 + (1239626) * q10 AS s3,
    -24448961 + (432118) * q1 + (1929266) * q2 + (-425745) * q3 + (2934440) * q4 + (1227131) * q5 + (-558693) * q6 + (21549) * q7 + (2678373) * q8 + (1230686) * q9 + (1404073) * q10 AS s4
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

-- Types people by 11 questions: Patch management (simulated).
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
    CAST(CASE CAST("imp_36" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
      ELSE CASE RTRIM(CAST("imp_36" AS TEXT), '0') WHEN '1.' THEN 1 WHEN '2.' THEN 2 WHEN '3.' THEN 3 WHEN '4.' THEN 4 WHEN '5.' THEN 5 END END AS BIGINT) AS q5,
    CAST(CASE CAST("imp_21" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
      ELSE CASE RTRIM(CAST("imp_21" AS TEXT), '0') WHEN '1.' THEN 1 WHEN '2.' THEN 2 WHEN '3.' THEN 3 WHEN '4.' THEN 4 WHEN '5.' THEN 5 END END AS BIGINT) AS q6,
    CAST(CASE CAST("imp_06" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
      ELSE CASE RTRIM(CAST("imp_06" AS TEXT), '0') WHEN '1.' THEN 1 WHEN '2.' THEN 2 WHEN '3.' THEN 3 WHEN '4.' THEN 4 WHEN '5.' THEN 5 END END AS BIGINT) AS q7,
    CAST(CASE CAST("imp_37" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
      ELSE CASE RTRIM(CAST("imp_37" AS TEXT), '0') WHEN '1.' THEN 1 WHEN '2.' THEN 2 WHEN '3.' THEN 3 WHEN '4.' THEN 4 WHEN '5.' THEN 5 END END AS BIGINT) AS q8,
    CAST(CASE CAST("sat_36" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
      ELSE CASE RTRIM(CAST("sat_36" AS TEXT), '0') WHEN '1.' THEN 1 WHEN '2.' THEN 2 WHEN '3.' THEN 3 WHEN '4.' THEN 4 WHEN '5.' THEN 5 END END AS BIGINT) AS q9,
    CAST(CASE CAST("sat_39" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
      ELSE CASE RTRIM(CAST("sat_39" AS TEXT), '0') WHEN '1.' THEN 1 WHEN '2.' THEN 2 WHEN '3.' THEN 3 WHEN '4.' THEN 4 WHEN '5.' THEN 5 END END AS BIGINT) AS q10,
    CAST(CASE CAST("sat_19" AS TEXT) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5
      ELSE CASE RTRIM(CAST("sat_19" AS TEXT), '0') WHEN '1.' THEN 1 WHEN '2.' THEN 2 WHEN '3.' THEN 3 WHEN '4.' THEN 4 WHEN '5.' THEN 5 END END AS BIGINT) AS q11
  FROM responses
), unmet_scores AS (
  SELECT
    "respondent",
    -22145004 + (2063160) * q1 + (3033) * q2 + (656907) * q3 + (993610) * q4 + (160998) * q5 + (1629826) * q6 + (1417669) * q7 + (107599) * q8 + (1993597) * q9 + (1986412) * q10 + (-132878) * q11 AS s1,
    -24156818 + (626737) * q1 + (334649) * q2 + (812835) * q3 + (2482253) * q4 + (353463) * q5 + (372055) * q6 + (2786652) * q7 + (-236771) * q8 + (1923177) * q9 + (1953505) * q10 + (-136994) * q11 AS s2,
    -24597805 + (1965392) * q1 + (1352211) * q2 + (-713584) * q3 + (1151055) * q4 + (1442641) * q5 + (1476519) * q6 + (1327463) * q7 + (1308702) * q8 + (950359) * q9 + (736426) * q10 + (594309) * q11 AS s3,
    -25488673 + (465542) * q1 + (1443785) * q2 + (-617293) * q3 + (2514313) * q4 + (1682544) * q5 + (99757) * q6 + (2447923) * q7 + (1263724) * q8 + (816494) * q9 + (900325) * q10 + (542912) * q11 AS s4
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

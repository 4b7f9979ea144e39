/// What every file of the csv-torture samples must give: path | settings | outcome.
///
/// Settings: `header=N`, `encoding=NAME`, `delimiter=TEXT`; the rest is detected. Outcomes: rows x
/// columns, with the rejected records (line:fields) and the blank lines; or the error with its
/// line and byte column. A file stands here more than once where a setting changes its outcome.
let tortureTable = """
  csv-spectrum/csvs/comma_in_quotes.csv |  | 1 x 5
  csv-spectrum/csvs/empty.csv |  | 2 x 3
  csv-spectrum/csvs/empty_crlf.csv |  | 2 x 3
  csv-spectrum/csvs/escaped_quotes.csv |  | 2 x 2
  csv-spectrum/csvs/json.csv |  | 1 x 2
  csv-spectrum/csvs/location_coordinates.csv |  | quoteInBareField 2:24
  csv-spectrum/csvs/newlines.csv |  | 3 x 3
  csv-spectrum/csvs/newlines_crlf.csv |  | 3 x 3
  csv-spectrum/csvs/quotes_and_newlines.csv |  | 2 x 2
  csv-spectrum/csvs/simple.csv |  | 1 x 3
  csv-spectrum/csvs/simple_crlf.csv |  | 1 x 3
  csv-spectrum/csvs/utf8.csv |  | 2 x 3
  duckdb/all_quotes.csv |  | quoteInBareField 7:26
  duckdb/auto/duplicate_header_collision.csv |  | 2 x 4
  duckdb/auto/empty_header.csv |  | 2 x 3
  duckdb/auto/issue_1254_rn.csv |  | 2 x 2 blank 3
  duckdb/auto/missing_header_col.csv |  | 2 x 3
  duckdb/auto/multi_column_string_mix_r_n.csv |  | 8 x 4
  duckdb/auto/multi_column_string_mix_r_n.csv | header=0 | 9 x 4
  duckdb/auto/multiple_skip_row.csv |  | firstRowDiffers 1:1
  duckdb/auto/multiple_skip_row.csv | header=1 | 0 x 1 rejected 2:2 3:3 4:3
  duckdb/auto/multiple_skip_row.csv | header=2 | headerRowLength 2:1
  duckdb/auto/semicolon_delim.csv |  | 2 x 3
  duckdb/auto/semicolon_quote.csv |  | 2 x 3
  duckdb/auto/semicolon_quote.csv | header=0 | 3 x 3
  duckdb/auto/skip_row.csv |  | firstRowDiffers 1:1
  duckdb/auto/tab_single_quote.csv |  | 1 x 3 rejected 2:4
  duckdb/auto/tab_single_quote.csv | header=0 | 2 x 3 rejected 2:4
  duckdb/auto/utf8bom.csv |  | 2 x 2
  duckdb/auto/utf8bom.csv | encoding=windows-1252 | encodingConflict
  duckdb/bad_escape.csv |  | textAfterQuote 3:7
  duckdb/big_number.csv |  | 1 x 1
  duckdb/comments/mid_line_quote.csv |  | firstRowDiffers 1:1
  duckdb/decimal_separators/decimal_separators.csv |  | 5 x 2
  duckdb/double_quoted_header.csv |  | 2 x 2
  duckdb/empty_first_line.csv |  | 2 x 1 blank 1
  duckdb/encodings/latin1.csv |  | invalidText 2:4
  duckdb/encodings/latin1.csv | encoding=iso-8859-1 | 12 x 2
  duckdb/encodings/only_utf16.csv |  | 5 x 2
  duckdb/encodings/utf16.csv |  | 20 x 2
  duckdb/encodings/utf16.csv | encoding=utf-16 | 20 x 2
  duckdb/encodings/utf16.csv | encoding=utf-8 | encodingConflict
  duckdb/evil_nullpadding.csv |  | lastRecordCut 3:1
  duckdb/header_left_space.csv |  | 3 x 1
  duckdb/header_only.csv |  | noRespondents
  duckdb/header_only.csv | header=0 | 1 x 1
  duckdb/headers/empty_1.csv |  | 2 x 5
  duckdb/headers/empty_3.csv |  | 2 x 5
  duckdb/headers/escaped_quote.csv |  | 2 x 2
  duckdb/hits_problematic.csv |  | noRespondents
  duckdb/hits_problematic.csv | header=0 | 1 x 105
  duckdb/inconsistencies/inconsistent_columns_6.csv |  | 4 x 4 rejected 3:5
  duckdb/inconsistent_cells.csv |  | 1 x 3 rejected 3:4 6:5 7:5 blank 2
  duckdb/invalid_utf8.csv |  | 2 x 1
  duckdb/leading_zeros.csv |  | 6 x 8
  duckdb/locations_row_trailing_comma.csv |  | 0 x 4 rejected 2:5
  duckdb/mixed_new_line_2.csv |  | 2 x 2 rejected 3:1
  duckdb/null/multiple_quoted_nulls.csv |  | 3 x 3
  duckdb/nullbyte.csv |  | nulByte 2:9
  duckdb/nullterm.csv |  | nulByte 2:1
  duckdb/one_r_n_two.csv |  | 2 x 1 blank 2
  duckdb/pollock/file_quotation_char_0x27.csv |  | noRespondents
  duckdb/pollock/file_quotation_char_0x27.csv | header=0 | 1 x 10
  duckdb/quoted_newline.csv |  | 1 x 1
  duckdb/real/greek_utf8.csv |  | 7 x 3
  duckdb/real/greek_utf8.csv | header=0 | 8 x 3
  duckdb/rejects/frankstein/nightmare.csv |  | textAfterQuote 22:5
  duckdb/rejects/unquoted/unquoted_last_value.csv |  | unclosedQuote 5:1
  duckdb/test/error_too_little.csv |  | lastRecordCut 7:1
  duckdb/test/force_quote.csv |  | 2 x 3
  duckdb/test/invalid_utf_complex.csv |  | invalidText 11:15
  duckdb/test/invalid_utf_complex.csv | encoding=windows-1252 | 20 x 3
  duckdb/test/invalid_utf_quoted.csv |  | invalidText 11:16
  duckdb/test/mixed_line_endings.csv |  | 2 x 3
  duckdb/test/new_line_string_rn.csv |  | 2 x 4
  duckdb/test/nfc.csv |  | 1 x 1
  duckdb/test/unterminated.csv |  | unclosedQuote 1:1
  duckdb/thousands_separator/simple.csv |  | lastRecordCut 5:1
  duckdb/unescaped_quotes/end_quote.csv |  | textAfterQuote 1:1
  duckdb/unescaped_quotes/end_quote_mixed.csv |  | textAfterQuote 1:1
  duckdb/unescaped_quotes/stops.csv |  | textAfterQuote 9:22
  duckdb/unescaped_quotes/unescaped_quote_new_line.csv |  | textAfterQuote 1:3
  duckdb/validator/single_column_quoted_newline.csv |  | 6 x 1
  frictionless/accent.csv |  | 2 x 17
  frictionless/ascii-notvalid.csv |  | 1 x 3
  frictionless/blank-cells.csv |  | 5 x 2
  frictionless/blank-headers.csv |  | 2 x 3
  frictionless/blank-rows-multiple.csv |  | 13 x 3
  frictionless/blank-rows-no-fields.csv |  | 2 x 3 blank 1
  frictionless/blank-rows.csv |  | 3 x 3
  frictionless/bom.csv |  | 2 x 2
  frictionless/capital-invalid.csv |  | 8 x 3 rejected 10:2 12:4 blank 1
  frictionless/defective-rows.csv |  | 0 x 3 rejected 2:2 3:4
  frictionless/delimiter.csv |  | 2 x 2
  frictionless/doublequote.csv |  | 5 x 17
  frictionless/duplicate-column.csv |  | 1 x 4
  frictionless/duplicate-headers.csv |  | 2 x 5
  frictionless/empty.csv |  | empty
  frictionless/encoding-issue-274.csv |  | 507 x 17
  frictionless/escaping.csv |  | quoteInBareField 2:4
  frictionless/floats.csv |  | 5 x 1
  frictionless/invalid.csv |  | 0 x 4 rejected 2:2 3:2 5:5 blank 1
  frictionless/issue-1009-comma.csv |  | 1 x 2
  frictionless/issue-1009-semicolon.csv |  | 1 x 2
  frictionless/issue-1066-smallcellsizewithdeviation.csv |  | 12 x 2
  frictionless/issue-1105-timezone.csv |  | 2 x 2
  frictionless/latin1.csv |  | invalidText 3:3
  frictionless/latin1.csv | encoding=iso-8859-1 | 2 x 2
  frictionless/latin1.csv | encoding=windows-1252 | 2 x 2
  frictionless/leading-zeros.csv |  | 3 x 1
  frictionless/long.csv |  | 6 x 2
  frictionless/matrix-with-comment.csv |  | firstRowDiffers 1:1
  frictionless/matrix-with-comment.csv | header=1 | 0 x 1 rejected 2:4 3:4 4:4 5:4 6:4
  frictionless/nested-invalid.csv |  | 5 x 3
  frictionless/numeric-labels.csv |  | 3 x 10
  frictionless/skip-blank-at-the-end.csv |  | 1 x 2 rejected 2:1 blank 1
  frictionless/skip-rows-before-headers.csv |  | firstRowDiffers 1:1
  frictionless/skip-rows.csv |  | firstRowDiffers 1:1
  frictionless/structure-errors.csv |  | 3 x 3 rejected 5:6
  frictionless/table-infer-iso-8859-7.csv |  | invalidText 2:6
  frictionless/table-infer-iso-8859-7.csv | encoding=iso-8859-1 | 4 x 3
  frictionless/table-infer-missing-values.csv |  | 7 x 3
  frictionless/table-unicode-headers.csv |  | 2 x 2
  frictionless/table-with-accents.csv |  | invalidText 1:29
  frictionless/table-with-accents.csv | encoding=windows-1252 | 638 x 8
  frictionless/timezone.csv |  | 4 x 2
  papaparse/malformed.tsv |  | unclosedQuote 9:12
  papaparse/sample-header.csv |  | 2 x 2
  papaparse/utf-8-bom-sample.csv |  | 1 x 3
  rust-csv/smallpop-no-headers.csv |  | 9 x 4
  rust-csv/smallpop-no-headers.csv | header=0 | 10 x 4
  rust-csv/strange.csv |  | textAfterQuote 1:1
  rust-csv/uspop-latin1.csv |  | invalidText 4:1
  rust-csv/uspop-latin1.csv | encoding=iso-8859-1 | 100 x 5
  rust-csv/uspop-null.csv |  | 100 x 5
  """

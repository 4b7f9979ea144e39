import Foundation
import Survey
import Testing

@testable import ReportWriters

@Suite("The papers of a run")
struct PaperTests {
  private func lines(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func bytes(_ paper: Paper) throws -> [UInt8] {
    var all: [UInt8] = []
    try paper.write { bytes throws(PublicationFailure) in all += bytes }
    return all
  }

  @Test("opportunities.csv begins with the promised columns, a row for each scored outcome")
  func opportunities() {
    let lines = lines(OpportunitiesCSV.bytes(ResultFixture.result))
    #expect(
      lines[0]
        == "segmentation,segment,outcome,step,text,n_importance,n_satisfaction,n_paired,"
        + "effective_n,importance,importance_se,satisfaction,satisfaction_se,gap,gap_se,gap_p,"
        + "gap_p_adjusted,opportunity,opportunity_se,opportunity_low,opportunity_high,"
        + "degrees_of_freedom,"
        + "rank,rank_low,rank_high,rank_low_joint,rank_high_joint,tier,p_top1,p_top5,p_top10,"
        + "corrected,corrected_sd,band,p_10,p_12,p_15,respondents_needed,"
        + "respondents_still_needed,zone,p_overserved,p_underserved,p_table_stakes,"
        + "p_appropriate,unmet_share,mentions,note")
    #expect(lines.count == 1 + 4 * 4)
    #expect(lines[1].hasPrefix("all,all,01,,Minimize the time"))
    #expect(lines[1].contains(",590,585,580,431.25,8.7,0.2,3.8,0.2,"))
    #expect(
      lines[1].hasSuffix(
        ",579,2,1,3,1,4,1,0.25,0.75,1,,,high,,,,420,0,underserved,,,,,0.30000000000000004,,"),
      "\(lines[1])")
    #expect(lines[2].contains(",>100000,>100000,"), "\(lines[2])")
    #expect(!lines.contains { $0.contains("Buyer") })
  }

  @Test("Texts that a spreadsheet would take for a formula are guarded")
  func guarded() {
    let lines = lines(OpportunitiesCSV.bytes(ResultFixture.result))
    #expect(lines[4].contains("\"'=Minimize the \"\"cost\"\" of a patch, in all\""))
  }

  @Test("segments.csv hides the size of a refused group under the disclosure floor")
  func segments() {
    let lines = lines(SegmentsCSV.bytes(ResultFixture.result))
    #expect(lines[0] == "segmentation,segment,n,share,effective_n,status,reason")
    #expect(lines[1] == "all,all,600,1,431.25,scored,")
    #expect(lines[4] == "role,Buyer,,,,refused,fewer than 10 respondents")
  }

  @Test("A refused group at the disclosure floor shows its size")
  func sizeAtTheFloor() {
    var result = ResultFixture.result
    result.segments[3].respondentCount = Disclosure.floor
    #expect(lines(SegmentsCSV.bytes(result))[4].hasPrefix("role,Buyer,10,0.01,6,refused"))
  }

  @Test("docs/columns.md explains every column of every file")
  func explained() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appendingPathComponent("docs/columns.md"), encoding: .utf8)
    let columns =
      OpportunitiesCSV.columns + ComparisonsCSV.columns + HypothesesCSV.columns
      + WeightsCSV.columns + SegmentsCSV.columns + QualityCSV.columns + ClustersCSV.columns
      + FactorsCSV.columns + TabulationCSV.columns + ProfileCSV.columns + StyleCSV.columns
      + StabilityCSV.columns + DendrogramCSV.columns + TypingCSV.columns + ClassificationCSV.columns
      + DriftCSV.columns + TransitionCSV.columns + ImprovementsCSV.columns
      + RollupsCSV.columns + RelatedJobsCSV.columns + RolesCSV.columns + SolutionsCSV.columns
      + TargetsCSV.columns + MeasuresCSV.columns
      + PortfolioCSV.columns + WhatIfCSV.columns + ProposalsCSV.columns + GrowthCSV.columns
      + StoriesCSV.columns + WaveChangesCSV.columns + WaveMixCSV.columns + WaveSchemaCSV.columns
      + WaveSegmentsCSV.columns + AlertsCSV.columns
    for column in Set(columns) { #expect(text.contains("`\(column)`"), "\(column)") }
  }

  @Test("respondents.csv holds the ids as read, sorted, for the owner alone")
  func respondents() throws {
    let paper = RespondentsCSV.paper(ResultFixture.result)
    #expect(paper.isPrivate)
    #expect(
      lines(try bytes(paper)) == [
        "id,weight_given,weight,cluster,margin", "\"=a\"\"\",1,0.5,,", "R3,1,1.5,,",
        "\"b,\",1,1,,",
      ])
  }

  @Test("factors.csv lists eigenvalues, loadings and communalities")
  func factors() {
    let lines = lines(FactorsCSV.bytes(ResultFixture.result))
    #expect(lines[0] == "kind,factor,outcome,text,value,threshold,flag,note")
    #expect(lines[1] == "eigenvalue,1,,,2.1,1.2,kept,")
    #expect(lines[2] == "eigenvalue,2,,,0.9,1.1,,")
    #expect(lines[5].hasPrefix("loading,1,01,Minimize"))
    #expect(lines[5].hasSuffix(",0.8,,marker,"))
    #expect(lines[6].hasPrefix("communality,,01,"))
    #expect(lines.count == 1 + 4 + 8 + 1)
  }

  @Test("A refused section leaves its reason in its file")
  func refusedSections() {
    var result = ResultFixture.result
    result.factors = .refused(reason: "too few respondents")
    #expect(lines(FactorsCSV.bytes(result))[1] == "refused,,,,,,,too few respondents")
    #expect(lines(ClustersCSV.bytes(result))[1].hasSuffix(",fewer than two respondents answered"))
    #expect(TextReport.text(result).contains("Not computed: too few respondents."))
  }

  @Test("quality.csv joins the places of a finding")
  func quality() {
    let lines = lines(QualityCSV.bytes(ResultFixture.result))
    #expect(lines[0] == "severity,kind,subject,count,text,places")
    #expect(lines[1].hasPrefix("warning,invalid-rating,imp_01,2,"))
    #expect(lines[1].hasSuffix(",responses.csv:4:7; responses.csv:9:7"))
  }

  @Test("Without respondents no file holds an id")
  func withoutRespondents() {
    let names = RunPapers.papers(of: ResultFixture.result, includesRespondents: false).map(\.name)
    #expect(!names.contains("respondents.csv"))
    #expect(Set(names).isSubset(of: RunPapers.names))
  }
}

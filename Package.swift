// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "unmet",
  products: [
    .executable(name: "unmet", targets: ["unmet"]),
    .library(name: "Tables", targets: ["Tables"]),
    .library(name: "NumericCore", targets: ["NumericCore"]),
    .library(name: "Statistics", targets: ["Statistics"]),
    .library(name: "Survey", targets: ["Survey"]),
    .library(name: "ReportWriters", targets: ["ReportWriters"]),
    .library(name: "Nightly", targets: ["Nightly"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // cellar
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "Groundwork", swiftSettings: strict),
    // ground floor
    .target(name: "NumericCore", dependencies: ["COpenBLAS", "Groundwork"], swiftSettings: strict),
    .target(name: "Tables", dependencies: ["Groundwork"], swiftSettings: strict),
    // first floor
    .target(
      name: "Statistics", dependencies: ["NumericCore", "Groundwork"], swiftSettings: strict),
    // second floor
    .target(
      name: "Survey",
      dependencies: [
        "Tables", "NumericCore", "Statistics", "Groundwork",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    // third floor
    .target(
      name: "ReportWriters", dependencies: ["Survey", "Tables", "Statistics", "Groundwork"],
      swiftSettings: strict),
    // annex
    .target(
      name: "Nightly",
      dependencies: ["Survey", "ReportWriters", "Statistics", "Tables", "Groundwork"],
      swiftSettings: strict),
    // roof
    .executableTarget(
      name: "unmet",
      dependencies: [
        "Survey", "Tables", "ReportWriters", "Nightly", "Groundwork",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    // workshop
    .executableTarget(
      name: "UnmetBenchmark",
      dependencies: ["Tables", "NumericCore", "Statistics", "Survey", "Groundwork"],
      swiftSettings: strict),
    .executableTarget(
      name: "UnmetSimulation", dependencies: ["NumericCore", "Statistics", "Groundwork"],
      swiftSettings: strict),
    // tests mirror the rooms
    .testTarget(name: "GroundworkTests", dependencies: ["Groundwork"], swiftSettings: strict),
    .testTarget(name: "NumericCoreTests", dependencies: ["NumericCore"], swiftSettings: strict),
    .testTarget(
      name: "TablesTests", dependencies: ["Tables", "Groundwork"], swiftSettings: strict),
    .testTarget(
      name: "StatisticsTests", dependencies: ["Statistics", "NumericCore", "Groundwork"],
      resources: [.copy("References")], swiftSettings: strict),
    .testTarget(
      name: "SurveyTests",
      dependencies: ["Survey", "Tables", "Statistics", "NumericCore", "Groundwork"],
      exclude: [
        "References", "Perth", "Patching", "Designs", "Factors", "JobMaps",
        "Questionnaire/study.yaml", "Waves/waves.json", "Waves/old.csv", "Waves/new-0.csv",
        "Waves/new-50.csv", "Waves/new-100.csv",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ReportWritersTests",
      dependencies: [
        "ReportWriters", "Survey", "Tables", "Statistics", "NumericCore", "Groundwork",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "NightlyTests",
      dependencies: ["Nightly", "ReportWriters", "Survey", "Statistics", "Tables", "Groundwork"],
      swiftSettings: strict),
    .testTarget(
      name: "UnmetTests", dependencies: ["unmet", "Nightly", "Survey", "Groundwork"],
      swiftSettings: strict),
    .testTarget(name: "TidyTests", swiftSettings: strict),
  ]
)

/// The English words that the rules on wording know.
enum EnglishWords {
  static let determiners = Set(
    words: """
      the a an my our your their his her its this that these those any each every all some no both
      either neither several many few which what whose one two three
      """)

  static let pronouns = Set(
    words: "i we you he she it they me us him them everyone everybody someone somebody people")

  static let prepositions = Set(
    words: """
      in on at for from to with without within into onto across over under through throughout
      during before after between among amongst by until till per around near against towards
      toward despite upon since than as about above below behind beside beyond inside outside off
      via regarding when while whenever wherever where if unless because once so whether that
      which who
      """)

  /// What begins the circumstances of an outcome.
  static let circumstances = Set(
    words: """
      when while whenever during after before if unless until once despite
      """)

  static let auxiliaries = Set(
    words: """
      is are was were be been being am has have had do does did can cannot can't could will won't
      would may might must shall should isn't aren't wasn't weren't hasn't haven't doesn't don't i'm
      we're they're it's i've we've
      """)

  static let joiners: Set<String> = ["and", "or", "and/or", "&", "/"]

  static let particles = Set(
    words: "up out off down back away over along around in on apart together")

  /// People in the plural, who begin no infinitive.
  static let people = Set(
    words: """
      people customers users clients employees staff patients students teachers developers managers
      administrators visitors buyers sellers drivers
      """)

  /// Verbs in the infinitive, those that jobs, steps and outcomes are worded with.
  static let verbs = Set(
    words: """
      corrupt damage delay destroy ruin spoil accept access accomplish account achieve acquire act
      adapt add address adjust administer adopt agree align allocate allow analyse analyze
      announce answer anticipate apply appoint appraise approve archive arrange ascertain ask
      assemble assess assign assist assure attach attain attend attract audit authenticate
      authorise authorize automate avoid await backup bake balance be become begin bill book boost
      borrow break brew brief bring budget build buy calculate calibrate call cancel capture care
      carry catch celebrate change charge check choose clarify classify clean clear climb close
      coach collaborate collect combine come comfort commit communicate compare compile complete
      comply compose conclude conduct configure confirm connect consider construct consult consume
      contact continue contract contribute control convert convey cook cool coordinate copy
      correct count cover create cross cultivate cure cut debug decide declare decorate decrease
      define delegate delete deliver demonstrate deploy derive describe design detect determine
      develop devise diagnose differentiate dig direct discard disclose discover discuss dispatch
      display dispose distinguish distribute diversify document download draft draw dress drink
      drive dry earn eat edit educate eliminate email embed employ empower enable encourage end
      engage enhance enjoy ensure enter entertain equip escape establish estimate evaluate examine
      exchange execute exercise exit expand explain explore export express extend extract face
      facilitate familiarise familiarize feed file fill filter finance find finish fit fix fly
      fold follow forecast form formulate forward freeze fulfil fulfill fund furnish gain gather
      generate get give go govern grant grow guarantee guard guide handle hang harvest have heal
      hear heat help hide hire hold host identify illustrate implement import improve increase
      inform initiate innovate inspect inspire install instruct insulate insure integrate interact
      interpret intervene interview introduce inventory invest investigate invite invoice isolate
      issue join judge justify keep label launch lay lead learn lease leave lend let lift limit
      link list listen live load locate lock log look lower lubricate maintain make manage
      manufacture map market master match maximise maximize measure meet mend mentor merge migrate
      minimise minimize mix model modify monitor motivate mount move navigate negotiate notice
      notify obtain offer open operate optimise optimize order organise organize outline overcome
      oversee own pack paint park participate pass patch pay perceive perform persuade pick place
      plan plant play position post postpone practice practise predict prepare prescribe present
      preserve press prevent price print prioritise prioritize process procure produce program
      promote protect prove provide publish purchase pursue put qualify quantify quit raise rank
      rate reach read realise realize rebuild recall receive recharge recognise recognize
      recommend reconcile record recover recruit recycle redeem reduce refer refill refine
      register regulate reinstall relax release rely remain remember remind remove renew rent
      repair repeat replace replenish reply report represent reproduce request rescue research
      reserve reset resolve respond rest restart restock restore resume retain retire retrieve
      return reuse review revise reward rid roll run satisfy save scale scan schedule score search
      secure see segment select sell send separate sequence serve set settle shape share shave
      ship shop show sign simplify simulate skip sleep solve sort source specify spend spot
      stabilise stabilize start stay stimulate stop store streamline strengthen stretch structure
      study submit succeed supervise supply support surface survey sustain swap switch synchronise
      synchronize take talk target teach tell terminate test think tidy touch trace track trade
      train transcribe transfer transform translate transport travel treat trim troubleshoot trust
      try tune turn type uncover understand undertake uninstall unload unlock unpack update
      upgrade upload use utilise utilize validate value vary verify visit visualise visualize wait
      walk warn wash watch wear weigh win withdraw work wrap write
      """)

  /// Verbs of the list that are as often nouns, so that one in front may begin a thing.
  static let verbsThatAreNouns = Set(
    words: """
      access account act address answer archive audit backup balance bill book boost break brew
      budget call care change charge check climb close coach comfort contact contract control cook
      copy count cover cross cure cut damage delay design display document download draft draw
      dress drink drive email end escape estimate exchange exercise exit face feed file fill filter
      finance finish fit fix fly fold forecast form freeze fund gain grant guarantee guard guide
      handle harvest heat help hire hold host import increase invoice issue judge label launch lead
      lease lift limit link list load lock log look map market master match measure mentor mix
      model monitor mount move notice offer order outline pack paint park pass patch pay pick place
      plan plant play position post practice present press price print process produce program
      purchase rank rate reach read record refill register release rent repair repeat reply report
      request rescue research reserve reset rest restart return review reward roll run scale scan
      schedule score search segment set shape share ship shop show sign skip sleep sort source spot
      start stay stop store stretch structure study supply support surface survey swap switch talk
      target test touch trace track trade train transfer transport travel treat trim trust try tune
      turn type update upgrade upload use value visit wait walk wash watch wear win work wrap
      """)

  /// Nouns made of verbs, by the verb.
  static let verbsOfNouns: [String: String] = [
    "determination": "determine", "verification": "verify", "selection": "select",
    "preparation": "prepare", "installation": "install", "configuration": "configure",
    "registration": "register", "confirmation": "confirm", "identification": "identify",
    "evaluation": "evaluate", "comparison": "compare", "payment": "pay", "assessment": "assess",
    "measurement": "measure", "validation": "validate", "completion": "complete",
    "execution": "execute", "modification": "modify", "conclusion": "conclude",
    "inspection": "inspect", "organisation": "organise", "organization": "organize",
    "creation": "create", "distribution": "distribute", "collection": "collect",
    "calculation": "calculate", "estimation": "estimate", "definition": "define",
    "negotiation": "negotiate", "investigation": "investigate", "maintenance": "maintain",
    "management": "manage", "replacement": "replace", "resolution": "resolve",
    "prioritisation": "prioritise", "prioritization": "prioritize",
  ]

  /// Words that end like nouns and are verbs.
  static let verbsLikeNouns = Set(
    words: """
      mention question position commission auction function envision provision caution station
      section partition transition condition implement document augment supplement complement
      experiment comment cement ferment segment lament torment fragment instrument increment
      witness harness balance advance finance enhance dance glance reference influence sequence
      experience evidence licence license commence fence silence bring sing ring string ping swing
      spring cling fling wring sling sting need feed seed embed proceed succeed exceed bleed breed
      speed weed shed wed heed apply rely supply comply multiply fly imply reply ally tally rally
      """)

  static let nounEndings = ["tion", "sion", "ment", "ness", "ance", "ence", "ity", "ism", "ology"]

  /// Words that stand in English statements and hardly in those of other languages.
  static let unmistakable = Set(
    words: """
      the that this these those which who when where what how why with without from into through
      and my our your their its is are was were has have been be being it they them we you by than
      then if because while during before after between within about over under until each every
      any some all not more most less takes take taking likelihood effort share feel others
      colleagues people needed available new work high quality water personal other information
      access management time
      """)
}

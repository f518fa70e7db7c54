package trade

// A FaultCode says what a Fault is, for programs: code compares it, and never the
// sentence that people read. A code stays when its sentence is worded anew. A fault that
// a code list finds has the code of its codes.Problem, such as
// "in_gstin.check_character".
type FaultCode string

// Faults of a value, wherever it stands.
const (
	FaultMissing           FaultCode = "missing"    // nothing is given where something must be
	FaultEmpty             FaultCode = "empty"      // a text says nothing
	FaultEmptyList         FaultCode = "empty_list" // a list has no entries and must have some
	FaultNull              FaultCode = "null"
	FaultNotAnObject       FaultCode = "not_an_object"
	FaultNotAList          FaultCode = "not_a_list"
	FaultNotAText          FaultCode = "not_a_text"
	FaultNotAWholeNumber   FaultCode = "not_a_whole_number"
	FaultNotYesOrNo        FaultCode = "not_yes_or_no"
	FaultUnknownKey        FaultCode = "unknown_key"
	FaultKeyTwice          FaultCode = "key_twice"
	FaultTooManyEntries    FaultCode = "too_many_entries" // of a list
	FaultTooLong           FaultCode = "too_long"
	FaultControlCharacter  FaultCode = "control_character"
	FaultLostCharacter     FaultCode = "lost_character" // U+FFFD
	FaultSpaceAround       FaultCode = "space_around"
	FaultNotOneOf          FaultCode = "not_one_of" // another text than the few that the place takes
	FaultNotAName          FaultCode = "not_a_name" // not what the desk may name a rate rule
	FaultNotAnEmail        FaultCode = "not_an_email"
	FaultNotACurrency      FaultCode = "not_a_currency"
	FaultWithdrawnCurrency FaultCode = "withdrawn_currency"
	FaultNotADate          FaultCode = "not_a_date"
	FaultNoSuchDay         FaultCode = "no_such_day" // written like a date, but not in the calendar
	FaultBefore1900        FaultCode = "before_1900"
	FaultDecimalNotAText   FaultCode = "decimal_not_a_text" // a JSON number where decimals are texts
	FaultNotANumber        FaultCode = "not_a_number"
	FaultTwoReadings       FaultCode = "two_readings" // a number with one comma, before three digits
	FaultTooManyDigits     FaultCode = "too_many_digits"
	FaultTooManyDecimals   FaultCode = "too_many_decimals"
	FaultNegative          FaultCode = "negative"
	FaultExponent          FaultCode = "exponent"
	FaultNotPositive       FaultCode = "not_positive"
	FaultTooMuch           FaultCode = "too_much"  // more than the place may have
	FaultTooLarge          FaultCode = "too_large" // money of more digits than can be held
)

// Faults of an order file as a whole.
const (
	FaultFileUnreadable    FaultCode = "file.unreadable"
	FaultFileTooLarge      FaultCode = "file.too_large"
	FaultFileEmpty         FaultCode = "file.empty"
	FaultFileNotUTF8       FaultCode = "file.not_utf8"
	FaultFileNotJSON       FaultCode = "file.not_json"
	FaultFileTooManyValues FaultCode = "file.too_many_values"
	FaultFileTooDeep       FaultCode = "file.too_deep" // brackets inside each other
	FaultFileTooManyKeys   FaultCode = "file.too_many_keys"
	FaultFileTwice         FaultCode = "file.named_twice" // on one command line
)

// Faults of an order's number and of the order as a whole.
const (
	FaultNumberSlash        FaultCode = "number.slash"
	FaultNumberShape        FaultCode = "number.shape"
	FaultNumberReserved     FaultCode = "number.reserved"      // a name that some computers reserve
	FaultNumberOfPage       FaultCode = "number.of_page"       // a page of the desk has that name
	FaultOrderTwice         FaultCode = "order.in_two_files"   // of the same command line
	FaultInvoiceNumberTwice FaultCode = "number.invoice_twice" // warning: two orders' invoices get the same number
	FaultTotalNotPositive   FaultCode = "order.total_not_positive"
)

// Faults of parties and places.
const (
	FaultAccountOfOther      FaultCode = "bank.account_of_other"   // of a party that is not the seller
	FaultNoAccountInCurrency FaultCode = "bank.none_in_currency"   // warning
	FaultIDOfOtherCountry    FaultCode = "id.of_other_country"     // warning
	FaultConfirmedNothing    FaultCode = "id.confirmed_nothing"    // the confirmed number is not given
	FaultConfirmedNeedlessly FaultCode = "id.confirmed_needlessly" // warning: the confirmed number passes its check
	FaultNoPlaceCode         FaultCode = "place.no_locode"         // warning
	FaultPlaceCodes          FaultCode = "place.several_locodes"   // warning
)

// Faults of lots and bales, and of the lines that sell them.
const (
	FaultLotNumberTwice      FaultCode = "lot.number_twice"
	FaultNetWithRegain       FaultCode = "lot.net_with_regain"
	FaultNotMassDecimals     FaultCode = "lot.mass_decimals"
	FaultMassRoundsToNothing FaultCode = "lot.mass_rounds_to_nothing"
	FaultMassFarFromNet      FaultCode = "lot.mass_far_from_net" // warning
	FaultRegainOutside       FaultCode = "lot.regain_outside"    // warning: outside what is known of the fibre
	FaultBaleOutside         FaultCode = "bale.mass_outside"     // warning: not what a bale weighs
	FaultPriceOutside        FaultCode = "line.price_outside"    // warning: far from what orders came to before
	FaultDiameterOutside     FaultCode = "test.diameter_outside" // warning: outside what is known of the fibre
	FaultTestAfterOrder      FaultCode = "test.after_order"      // warning
	FaultWoolTooCoarse       FaultCode = "test.too_coarse"       // warning: for carpet wool to Nepal
	FaultWoolTooShort        FaultCode = "test.too_short"        // warning: for carpet wool to Nepal
	FaultTooManyBales        FaultCode = "bale.too_many"         // in all lots together
	FaultBaleNumberTwice     FaultCode = "bale.number_twice"
	FaultBaleTooHeavy        FaultCode = "bale.too_heavy"
	FaultTareNotBelowGross   FaultCode = "bale.tare_not_below_gross"
	FaultNoLots              FaultCode = "line.no_lots"
	FaultNothingPacked       FaultCode = "line.nothing_packed"
	FaultOutsideTolerance    FaultCode = "line.outside_tolerance"
	FaultNotAsAgreed         FaultCode = "lot.not_as_agreed"
	FaultPeriodBackwards     FaultCode = "period.backwards"
	FaultUnknownLot          FaultCode = "line.unknown_lot"
	FaultLotSoldTwice        FaultCode = "line.lot_sold_twice"
	FaultLotOfOtherProduct   FaultCode = "line.lot_of_other_product"
	FaultLotInNoLine         FaultCode = "lot.in_no_line"
)

// Faults of charges.
const (
	FaultDiscountTwice           FaultCode = "discount.twice"  // as an amount and in per cent
	FaultInsuranceTwice          FaultCode = "insurance.twice" // as an amount and as a rate
	FaultInsuranceRateNotForTerm FaultCode = "insurance.rate_not_for_term"
	FaultInsuranceNotNeeded      FaultCode = "insurance.not_needed" // warning
	FaultInsuranceMissing        FaultCode = "insurance.missing"    // warning
	FaultFreightNotForTerm       FaultCode = "freight.not_for_term" // warning
)

// Faults of totals in other currencies and of rates, in an order or as entered.
const (
	FaultTotalInOwnCurrency    FaultCode = "total.in_own_currency"
	FaultTotalTwice            FaultCode = "total.twice"
	FaultNoRateNamed           FaultCode = "rate.none_named"  // no source, no rule and no rate
	FaultRateTwice             FaultCode = "rate.named_twice" // more than one of them
	FaultRateAfterOrder        FaultCode = "rate.after_order"
	FaultRateOld               FaultCode = "rate.old"       // warning
	FaultRateOldToday          FaultCode = "rate.old_today" // warning: good for the order's date, and old on the day of issue
	FaultSourceOfOtherCurrency FaultCode = "rate.source_of_other_currency"
	FaultSideMissing           FaultCode = "rate.side_missing"
	FaultSideNotForSource      FaultCode = "rate.side_not_for_source"
	FaultUnknownRule           FaultCode = "rate.unknown_rule"
	FaultNoRate                FaultCode = "rate.not_found" // none holds where one is asked for
	FaultHeldRate              FaultCode = "rate.held"      // the newest figure waits for a person
	FaultStaleRate             FaultCode = "rate.stale"     // warning: older than its rule allows
	FaultFarFromLast           FaultCode = "rate.far_from_last"
	FaultSameCurrency          FaultCode = "rate.same_currency"
	FaultNotUnits              FaultCode = "rate.per" // not a number of units
	FaultUntilBeforeDate       FaultCode = "rate.until_before_date"
	FaultPublishedAlready      FaultCode = "rate.published_already" // with another figure for that day
	FaultUntilOfPublisher      FaultCode = "rate.until_of_publisher"
	FaultRuleTaken             FaultCode = "rate.rule_taken"    // another rule has that ID
	FaultRuleReserved          FaultCode = "rate.rule_reserved" // that ID means something else
	FaultNotAnAge              FaultCode = "rate.max_age"       // not a number of days
)

// Faults of documents, and of the folder that they are written to.
const (
	FaultNoLetter            FaultCode = "document.no_letter"
	FaultInvisibleCharacter  FaultCode = "document.invisible_character"
	FaultTooWide             FaultCode = "document.too_wide"
	FaultOffPage             FaultCode = "document.off_page"
	FaultUnknownDocument     FaultCode = "document.unknown_kind"         // of a remark
	FaultCompanionSuperseded FaultCode = "document.companion_superseded" // warning
	FaultFolderTaken         FaultCode = "folder.taken"                  // other files are in it
	FaultFolderUnwritable    FaultCode = "folder.unwritable"
	FaultProgram             FaultCode = "program" // a mistake in the program
)

// The codes of faults that an Error becomes, one for each kind of Error. Their sentences
// are many.
const (
	FaultNotFound    FaultCode = "not_found"
	FaultConflict    FaultCode = "conflict"
	FaultInvalid     FaultCode = "invalid"
	FaultUnavailable FaultCode = "unavailable"
)

// faultOf gives the fault code that stands for each kind of Error.
var faultOf = map[Code]FaultCode{NotFound: FaultNotFound, Conflict: FaultConflict, Invalid: FaultInvalid, Unavailable: FaultUnavailable}

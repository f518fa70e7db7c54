package shipping

import "woolroad/app/trade"

// Faults of a shipment, its loads and what is picked for it. Those of a value, such as
// trade.FaultMissing, are trade's.
const (
	FaultNoBales         trade.FaultCode = "shipment.no_bales"
	FaultOnNoLoad        trade.FaultCode = "shipment.on_no_load"
	FaultDatesBackwards  trade.FaultCode = "shipment.dates_backwards"
	FaultInsuredLate     trade.FaultCode = "shipment.insured_late"      // warning
	FaultPartialOnTrucks trade.FaultCode = "shipment.partial_on_trucks" // warning: under a credit that forbids it
	FaultOtherBuyer      trade.FaultCode = "shipment.other_buyer"
	FaultOtherCurrency   trade.FaultCode = "shipment.other_currency"
	FaultOtherTerms      trade.FaultCode = "shipment.other_terms"

	FaultLoadTwice      trade.FaultCode = "load.twice"
	FaultLoadOverLimit  trade.FaultCode = "load.over_limit"
	FaultLoadNoIdentity trade.FaultCode = "load.no_identity"
	FaultLoadEmpty      trade.FaultCode = "load.empty"
	FaultSealTwice      trade.FaultCode = "load.seal_twice"

	FaultNoSuchLoad      trade.FaultCode = "pick.no_such_load"
	FaultNoSuchOrder     trade.FaultCode = "pick.no_such_order"
	FaultNoSuchLine      trade.FaultCode = "pick.no_such_line"
	FaultBalePickedTwice trade.FaultCode = "pick.bale_twice"
	FaultLotPickedTwice  trade.FaultCode = "pick.lot_twice"
	FaultOtherProduct    trade.FaultCode = "pick.other_product"
	FaultNotMeasured     trade.FaultCode = "pick.not_measured"
	FaultNoBaleNamed     trade.FaultCode = "pick.no_bale_named"
	FaultNoSuchBale      trade.FaultCode = "pick.no_such_bale"
	FaultSeveralBales    trade.FaultCode = "pick.several_bales"
	FaultSeveralRanges   trade.FaultCode = "pick.several_ranges"
	FaultRangeBackwards  trade.FaultCode = "pick.range_backwards"
	FaultBaleNamedTwice  trade.FaultCode = "pick.bale_named_twice"
	FaultNotARange       trade.FaultCode = "pick.not_a_range"
)

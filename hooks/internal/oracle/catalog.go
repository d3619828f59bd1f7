package oracle

// piece is something a jeweler sells; category and words are such that the
// usual rules of the trade know its role from either of them.
type piece struct {
	sku, category, words string
	role                 Role
	line, brand          string
	price                int64
}

// The sample's people, shops and brands are invented.
var (
	primaries = []piece{
		{"RG-1001", "Engagement Rings", "Halo Engagement Ring 14k", Primary, "jewelry", "Aurel", 389900},
		{"RG-1002", "Wedding Bands", "Wedding Band, comfort fit", Primary, "jewelry", "Aurel", 79950},
		{"NK-2001", "Necklaces", `Pearl Necklace 18"`, Primary, "jewelry", "Lumen & Vale", 124999},
		{"0020077", "Earrings", "Diamond Stud Earrings", Primary, "jewelry", "", 64901},
		{"BR-3001", "Bracelets", "Tennis Bracelet", Primary, "jewelry", "Lumen & Vale", 210033},
		{"PD-4001", "Pendants", "Sapphire Pendant", Primary, "jewelry", "Casa Niño", 33333},
		{"WA-5001", "Watches", "Field Watch 38 mm", Primary, "watch", "Meridian", 89500},
		{"WA-5002", "Watches", "Diver Watch 41 mm", Primary, "watch", "Tidewater", 245000},
		{"WA-5003", "Watches", "Dress Watch", Primary, "watch", "Meridian", 64901},
	}
	secondaries = []piece{
		{"AC-6001", "Watch Straps", "Leather Strap 20 mm", Accessory, "", "Meridian", 8999},
		{"AC-6002", "Watch Winders", "Double Winder", Accessory, "", "", 32501},
		{"AC-6003", "Travel Cases", "Travel Case", Accessory, "", "", 4500},
		{"AC-6004", "Cleaning Kits", "Cleaning Kit", Accessory, "", "", 2499},
		{"AC-6005", "Watch Bracelets", "Watch Bracelet, steel", Accessory, "", "Tidewater", 19900},
		{"CP-7001", "Care Plans", "Care Plan 3 yr", CarePlan, "", "", 14999},
		{"CP-7002", "Warranties", "Extended Warranty", CarePlan, "", "", 9900},
		{"SV-8001", "Repairs", "Ring Sizing", Service, "", "", 6500},
		{"SV-8002", "Engraving", "Engraving, 3 initials", Service, "", "", 4001},
		{"SV-8003", "Appraisals", "Appraisal", Service, "", "", 12500},
		{"SV-8004", "Repairs", "Battery", Service, "", "", 1495},
	}
	aparts = []piece{
		{"GC-1", "Gift Cards", "Gift Card", Apart, "", "", 10000},
		{"SH-1", "Shipping", "Shipping", Apart, "", "", 1500},
		{"TI-1", "Trade-In", "Trade-in", Apart, "", "", 25000},
		{"DP-1", "Deposits", "Deposit", Apart, "", "", 20000},
	}
	people = []Person{
		{"AQ", "Ada Quill"}, {"BO", "Bram Oster"}, {"CM", "Cleo Marsh"}, {"ZB", "Zoë Brück"}, {"NV", "Nils Varga"}, {"LP", "Lena Pryce"},
	}
	firstNames = []string{"Avery", "Jordan", "Casey", "Morgan", "Quinn", "Rowan", "Élise", "Tamsin", "Ottilie", "Piers", "Maren", "Iñaki"}
	lastNames  = []string{"Ashford", "Hartley", "Oakley", "Ivers", "Prescott", "Lane", "Brühl", "Calder", "Denholm", "Esker", "Fennick", "Garrow", "Holm"}
)

//! Units as exact factors over base units, and what can be converted into what.

use super::exact::Exact;
use super::kept;
use super::spelling::{display_ucum, ucum_spelling};
use octofhir_ucum::{Case, Number, SpecialKind, UnitExpr, lookup_unit, parse_expression};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A unit of measurement: its value in base units, exactly.
///
/// Amount of substance, equivalents, osmoles and units of activity are dimensions of their
/// own here (in UCUM the mole is a mere number, and `mmol/L` would convert to `10*9/L`).
///
/// ```
/// use trialsieve::quantity::{Decimal, Unit};
/// let mg = Unit::parse("mg/dL").unwrap();
/// let g = Unit::parse("g per liter").unwrap();
/// assert!(mg.is_commensurable(&g));
/// assert_eq!(mg.to_base(Decimal::from(100)), g.to_base(Decimal::ONE));
/// assert!(!mg.is_commensurable(&Unit::parse("mmol/L").unwrap()));
/// assert!(Unit::parse("furlongs").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit(Arc<Parts>);

/// What a unit is made of; shared, for it is handed about a lot.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    ucum: String,
    factor: Exact,
    /// Value of the unit's zero in base units; not zero for temperatures only.
    offset: Exact,
    dimension: Dimension,
}

/// Exponents of the base units and of what UCUM has no dimension for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Dimension {
    base: [i8; 7],
    atoms: BTreeMap<String, i32>,
}

/// What a measure is made of, for conversions between mass and amount of substance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Substance {
    /// Molar mass in g/mol.
    pub molar_mass: Option<Decimal>,
    /// Charge number, for equivalents.
    pub valence: Option<u8>,
}

/// Why a text is not a unit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a unit of UCUM or of clinical use")]
pub struct UnitError(pub String);

/// Two units between which there is no conversion.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{from} does not convert to {to}")]
pub struct Incommensurable {
    /// The unit of the value.
    pub from: String,
    /// The unit that was wanted.
    pub to: String,
}

const MASS: usize = 2;
const MOLE: &str = "mol";
const EQUIVALENT: &str = "eq";

impl Unit {
    /// Reads a unit in UCUM or in a clinical spelling.
    ///
    /// # Errors
    /// [`UnitError`] where it is neither, or is a logarithmic scale of UCUM (neper).
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        let wrong = || UnitError(text.trim().to_owned());
        if text.trim().is_empty() {
            return Ok(Self::one());
        }
        kept::unit(text, Self::parse_anew).ok_or_else(wrong)
    }

    fn parse_anew(text: &str) -> Option<Self> {
        let ucum = ucum_spelling(text);
        let expr = parse_expression(&ucum).ok()?;
        let mut fold = Fold::default();
        fold.expr(&expr, 1)?;
        Some(fold.finish(ucum))
    }

    /// The unit of pure numbers.
    pub fn one() -> Self {
        Self(Arc::new(Parts { ucum: "1".to_owned(), factor: Exact::one(), offset: Exact::zero(), dimension: Dimension::default() }))
    }

    /// The UCUM spelling.
    pub fn ucum(&self) -> &str {
        &self.0.ucum
    }

    /// As people write it: `mmHg`, `10^9/L`, `°C`, `µg/kg/min`; empty for pure numbers.
    pub fn display(&self) -> String {
        display_ucum(&self.0.ucum)
    }

    /// Whether it counts nothing but a number (`1`, `%`).
    pub fn is_number(&self) -> bool {
        self.0.dimension == Dimension::default()
    }

    /// The value in base units.
    pub fn to_base(&self, value: Decimal) -> Exact {
        self.0.factor.times(&Exact::from(value)).plus(&self.0.offset)
    }

    /// A value in base units, in this unit.
    pub fn from_base(&self, base: &Exact) -> Option<Exact> {
        base.minus(&self.0.offset).checked_div(&self.0.factor)
    }

    /// Whether values in both can be compared without knowing the substance.
    pub fn is_commensurable(&self, other: &Self) -> bool {
        self.0.dimension == other.0.dimension
    }

    /// Both units over the same base, with the molar mass and charge of the substance used
    /// where they are needed.
    ///
    /// # Errors
    /// [`Incommensurable`] where even those do not make them comparable.
    pub fn aligned(&self, other: &Self, substance: Substance) -> Result<(Self, Self), Incommensurable> {
        if self.is_commensurable(other) {
            return Ok((self.clone(), other.clone()));
        }
        let steps: [fn(&Self, Substance) -> Option<Self>; 2] = [Self::in_moles, Self::in_mass];
        let (mut a, mut b) = (self.clone(), other.clone());
        for step in steps {
            a = step(&a, substance).unwrap_or(a);
            b = step(&b, substance).unwrap_or(b);
            if a.is_commensurable(&b) {
                return Ok((a, b));
            }
        }
        Err(Incommensurable { from: self.display(), to: other.display() })
    }

    /// Equivalents as moles.
    fn in_moles(&self, substance: Substance) -> Option<Self> {
        let valence = substance.valence.filter(|v| *v > 0)?;
        let count = self.0.dimension.atoms.get(EQUIVALENT).copied()?;
        let per = Exact::from(i64::from(valence)).powi(count)?;
        let mut parts = (*self.0).clone();
        parts.factor = parts.factor.checked_div(&per)?;
        parts.dimension.atoms.remove(EQUIVALENT);
        parts.dimension.add(MOLE, count);
        Some(Self(Arc::new(parts)))
    }

    /// Moles as grams.
    fn in_mass(&self, substance: Substance) -> Option<Self> {
        let molar_mass = Exact::from(substance.molar_mass?);
        let count = self.0.dimension.atoms.get(MOLE).copied()?;
        let mut parts = (*self.0).clone();
        parts.factor = parts.factor.times(&molar_mass.powi(count)?);
        parts.dimension.atoms.remove(MOLE);
        let slot = parts.dimension.base.get_mut(MASS)?;
        *slot = slot.checked_add(i8::try_from(count).ok()?)?;
        Some(Self(Arc::new(parts)))
    }

    /// The value in another unit of the same kind.
    ///
    /// # Errors
    /// [`Incommensurable`] where there is no conversion.
    pub fn convert(&self, value: Decimal, to: &Self, substance: Substance) -> Result<Exact, Incommensurable> {
        if self == to {
            return Ok(Exact::from(value));
        }
        let (from, target) = self.aligned(to, substance)?;
        target.from_base(&from.to_base(value)).ok_or_else(|| Incommensurable { from: self.display(), to: to.display() })
    }
}

impl Dimension {
    fn add(&mut self, atom: &str, count: i32) {
        let slot = self.atoms.entry(atom.to_owned()).or_insert(0);
        *slot = slot.saturating_add(count);
        if *slot == 0 {
            self.atoms.remove(atom);
        }
    }
}

/// A unit expression multiplied out.
struct Fold {
    factor: Exact,
    offset: Exact,
    dimension: Dimension,
    /// A mole over a mole is a number that is not a percentage (HbA1c in mmol/mol).
    moles_seen: bool,
    parts: usize,
}

impl Default for Fold {
    fn default() -> Self {
        Self { factor: Exact::one(), offset: Exact::zero(), dimension: Dimension::default(), moles_seen: false, parts: 0 }
    }
}

impl Fold {
    fn expr(&mut self, expr: &UnitExpr, power: i32) -> Option<()> {
        match expr {
            UnitExpr::Symbol(symbol) => self.symbol(symbol, power),
            UnitExpr::Numeric(n) => {
                // "109/L" is a power that lost its sign, not a hundred and nine per litre.
                let factor = exact(*n);
                let usual = [1, 10, 100, 1000].iter().any(|i| Exact::from(*i) == factor);
                if usual { self.scale(&factor, power) } else { None }
            }
            UnitExpr::Power(base, exponent) => self.expr(base, power.checked_mul(*exponent)?),
            UnitExpr::Annotation(_) => Some(()),
            UnitExpr::Annotated(inner, _) => self.expr(inner, power),
            UnitExpr::Product(terms) => terms.iter().try_for_each(|t| self.expr(t, power)),
            UnitExpr::Quotient(top, bottom) => {
                self.expr(top, power)?;
                self.expr(bottom, power.checked_neg()?)
            }
            UnitExpr::Reciprocal(inner) => self.expr(inner, power.checked_neg()?),
        }
    }

    fn scale(&mut self, factor: &Exact, power: i32) -> Option<()> {
        if power.unsigned_abs() > 64 {
            return None;
        }
        self.factor = self.factor.times(&factor.powi(power)?);
        Some(())
    }

    fn symbol(&mut self, symbol: &str, power: i32) -> Option<()> {
        self.parts = self.parts.saturating_add(1);
        let (prefix, atom) = lookup_unit(symbol, Case::Sensitive)?;
        if let Some(prefix) = prefix {
            self.scale(&exact(prefix.factor), power)?;
        }
        match atom.code {
            MOLE => {
                self.moles_seen = true;
                self.dimension.add(MOLE, power);
                return Some(());
            }
            EQUIVALENT | "osm" => {
                self.dimension.add(atom.code, power);
                return Some(());
            }
            // Units of activity: enzymes in U or IU, hormones and drugs in units; a measure is
            // only ever compared with itself, so they are one. 1 kat is 60,000,000 U.
            "U" | "[iU]" | "[IU]" => {
                self.dimension.add("U", power);
                return Some(());
            }
            "kat" => {
                self.scale(&Exact::from(60_000_000), power)?;
                self.dimension.add("U", power);
                return Some(());
            }
            _ => {}
        }
        match atom.special {
            SpecialKind::None | SpecialKind::Arbitrary => self.scale(&exact(atom.factor), power)?,
            SpecialKind::Celsius if power == 1 => self.offset = Exact::scaled(27315, -2),
            SpecialKind::Fahrenheit if power == 1 => {
                let ninth = Exact::from(5).checked_div(&Exact::from(9))?;
                self.scale(&ninth, 1)?;
                self.offset = Exact::scaled(45967, -2).times(&ninth);
            }
            _ => return None,
        }
        for (slot, exponent) in self.dimension.base.iter_mut().zip(atom.dim.0) {
            *slot = slot.checked_add(exponent.checked_mul(i8::try_from(power).ok()?)?)?;
        }
        for (code, count) in atom.arbitrary {
            self.dimension.add(code, count.checked_mul(power)?);
        }
        Some(())
    }

    fn finish(mut self, ucum: String) -> Unit {
        if self.moles_seen && !self.dimension.atoms.contains_key(MOLE) {
            self.dimension.add("mol/mol", 1);
        }
        // A temperature inside a compound unit is a difference: no zero to speak of.
        let offset = if self.parts == 1 { self.offset } else { Exact::zero() };
        Unit(Arc::new(Parts { ucum, factor: self.factor, offset, dimension: self.dimension }))
    }
}

fn exact(number: Number) -> Exact {
    let (mantissa, exponent) = number.to_integer_and_exponent();
    Exact::scaled(mantissa, exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> Unit {
        Unit::parse(text).unwrap_or_else(|e| panic!("{e}"))
    }

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn clinical_spellings_are_units() {
        for (text, ucum) in [
            ("mmHg", "mm[Hg]"),
            ("mm/Hg", "mm[Hg]"),
            ("IU/L", "[iU]/L"),
            ("mEq/L", "meq/L"),
            ("bpm", "/min"),
            ("hr", "h"),
            ("°C", "Cel"),
            ("C", "Cel"),
            ("x 10^9/L", "10*9/L"),
            ("×10⁹/L", "10*9/L"),
            ("10*3/uL", "10*3/uL"),
            ("G/L", "10*9/L"),
            ("g/l", "g/L"),
            ("ug/kg/min", "ug/kg/min"),
            ("μg / kg / minute", "ug/kg/min"),
            ("L/min/m²", "L/min/m2"),
            ("L/min/m^2", "L/min/m2"),
            ("ml/min/1.73 m2", "mL/min/{1.73_m2}"),
            ("cells/mm3", "1/mm3"),
            ("/mm^3", "/mm3"),
            ("kg/m²", "kg/m2"),
            ("units/h", "U/h"),
            ("mmol per liter", "mmol/L"),
            ("cmH2O", "cm[H2O]"),
            ("K/µL", "10*3/uL"),
        ] {
            let expected = Unit::parse(ucum).unwrap();
            let found = unit(text);
            assert_eq!((&found.0.factor, &found.0.dimension), (&expected.0.factor, &expected.0.dimension), "{text}");
        }
        for bad in ["furlongs", "mmol/", "Np", "5 > 3", "patients", "??", "109/L"] {
            assert!(Unit::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn conversions_are_exact() {
        let none = Substance::default();
        // A third of an hour is twenty minutes: no rounding may show.
        assert_eq!(unit("ug/kg/h").convert(dec("6"), &unit("ug/kg/min"), none).unwrap(), Exact::from(dec("0.1")));
        assert_eq!(unit("[degF]").convert(dec("98.6"), &unit("Cel"), none).unwrap(), Exact::from(37));
        assert_eq!(unit("m").convert(dec("1"), &unit("cm"), none).unwrap(), Exact::from(100));
        assert_eq!(unit("10*9/L").convert(dec("100"), &unit("/uL"), none).unwrap(), Exact::from(100_000));
        assert_eq!(unit("ukat/L").convert(dec("1"), &unit("U/L"), none).unwrap(), Exact::from(60));
    }

    #[test]
    fn substance_is_needed_between_mass_and_moles() {
        let none = Substance::default();
        let lactate = Substance { molar_mass: Some(dec("90.08")), valence: None };
        let calcium = Substance { molar_mass: Some(dec("40.078")), valence: Some(2) };
        assert!(unit("mg/dL").convert(dec("45.04"), &unit("mmol/L"), none).is_err());
        assert_eq!(unit("mg/dL").convert(dec("45.04"), &unit("mmol/L"), lactate).unwrap(), Exact::from(5));
        assert_eq!(unit("meq/L").convert(dec("5"), &unit("mmol/L"), calcium).unwrap(), Exact::from(dec("2.5")));
        assert_eq!(unit("meq/L").convert(dec("5"), &unit("mg/dL"), calcium).unwrap(), Exact::from(dec("10.0195")));
    }

    #[test]
    fn kinds_that_only_look_alike_do_not_convert() {
        for (a, b) in [
            ("mmol/L", "10*9/L"),
            ("mmol", "%"),
            ("mmol/mol", "%"),
            ("cm", "g"),
            ("cm", "wk"),
            ("U/L", "mmol/L"),
            ("mosm/kg", "mmol/kg"),
            ("mm[Hg]", "mmol/L"),
            ("meq/L", "mmol/L"),
        ] {
            assert!(!unit(a).is_commensurable(&unit(b)), "{a} {b}");
        }
    }
}

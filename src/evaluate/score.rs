//! Expected against found facts, document by document.

mod facts;

use std::collections::{BTreeMap, BTreeSet};

use facts::{facts, implied_funds};

use rust_decimal::Decimal;

use super::{
    alike::{align, fold, stems},
    annotation::{Annotation, Entity, Evidence},
    count::Count,
    report::{DocumentReport, FACTS, Judged, Report},
};

/// Compares what was found with what was expected. Documents without expected facts do not count; expected documents that
/// were not found count as missed.
pub fn score(gold: &[Annotation], predicted: &[Annotation]) -> Report {
    let nothing = Annotation::default();
    let found: BTreeMap<&str, &Annotation> = predicted
        .iter()
        .map(|document| (document.id.as_str(), document))
        .collect();
    let mut report = Report::default();
    for expected in gold {
        let found = found.get(expected.id.as_str()).copied().unwrap_or(&nothing);
        let document = Comparison::new(expected, found).report();
        report.documents.insert(expected.id.clone(), document);
    }
    report
}

/// One part of a fact that can be compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Atom {
    /// An expected entity, by its id.
    Entity(String),
    /// A found entity that none was expected for, by its id.
    Stray(String),
    /// A sum: value, upper value, currency.
    Sum(Decimal, Option<Decimal>, String),
    /// A kind or a bound.
    Word(String),
}

type Fact = Vec<Atom>;
type FactSets = BTreeMap<String, BTreeSet<Fact>>;

/// Both sides of one document.
struct Comparison<'a> {
    expected: &'a Annotation,
    found: &'a Annotation,
    /// Found entity id -> expected entity id.
    pairs: BTreeMap<String, String>,
    report: DocumentReport,
    /// (fact, subject, object) -> right or wrong, by the ids of the found side.
    verdicts: BTreeMap<(String, String, Option<String>), bool>,
}

impl<'a> Comparison<'a> {
    fn new(expected: &'a Annotation, found: &'a Annotation) -> Self {
        Self {
            expected,
            found,
            pairs: align(&expected.entities, &found.entities),
            report: DocumentReport::default(),
            verdicts: BTreeMap::new(),
        }
    }

    fn report(mut self) -> DocumentReport {
        self.entities();
        self.links();
        self.quantities();
        self.roles();
        self.add_up();
        let verdicts = std::mem::take(&mut self.verdicts);
        self.report.judged = self
            .found
            .evidence
            .iter()
            .filter_map(|evidence| judge(evidence, &verdicts))
            .collect();
        self.report
    }

    fn entities(&mut self) {
        let found_for: BTreeMap<&str, &Entity> = self
            .found
            .entities
            .iter()
            .filter_map(|entity| self.pairs.get(&entity.id).map(|id| (id.as_str(), entity)))
            .collect();
        let classes: BTreeMap<&str, _> = self
            .expected
            .entities
            .iter()
            .map(|entity| (entity.id.as_str(), entity.class))
            .collect();
        let of_class = |entity: &Entity| format!("entity:{}", entity.class.local_name());
        for entity in &self.expected.entities {
            let hit = found_for.get(entity.id.as_str());
            self.report.tally("entity (any type)", hit.is_some());
            let right = hit.is_some_and(|found| found.class == entity.class);
            self.report.tally("entity", right);
            self.report.tally(&of_class(entity), right);
            if hit.is_none() {
                self.report.errors.push(format!(
                    "missed entity {} {}",
                    entity.class.local_name(),
                    entity.name
                ));
            }
        }
        for entity in &self.found.entities {
            let class = self
                .pairs
                .get(&entity.id)
                .and_then(|id| classes.get(id.as_str()).copied());
            let right = class == Some(entity.class);
            self.verdicts
                .insert(("entity".to_owned(), entity.id.clone(), None), right);
            match class {
                None => {
                    self.report.count("entity (any type)").extra += 1;
                    self.report.errors.push(format!(
                        "extra entity {} {}",
                        entity.class.local_name(),
                        entity.name
                    ));
                }
                Some(class) if !right => self.report.errors.push(format!(
                    "type {} instead of {}: {}",
                    entity.class.local_name(),
                    class.local_name(),
                    entity.name
                )),
                Some(_) => {}
            }
            if !right {
                self.report.count("entity").extra += 1;
                self.report.count(&of_class(entity)).extra += 1;
            }
        }
    }

    /// Sums, their slots, and relations.
    fn links(&mut self) {
        let own: BTreeMap<&str, Atom> = self
            .expected
            .entities
            .iter()
            .map(|entity| (entity.id.as_str(), Atom::Entity(entity.id.clone())))
            .collect();
        let theirs: BTreeMap<&str, Atom> = self
            .found
            .entities
            .iter()
            .map(|entity| (entity.id.as_str(), self.atom(&entity.id)))
            .collect();
        let mut ignored = BTreeMap::new();
        let expected = facts(self.expected, &own, &mut ignored);
        let mut origins = BTreeMap::new();
        let mut found = facts(self.found, &theirs, &mut origins);
        let implied: BTreeSet<Fact> = implied_funds(&self.expected.amounts, &own);
        let empty = BTreeSet::new();
        if let Some(funds) = found.get_mut("rel:funds") {
            let listed = expected.get("rel:funds").unwrap_or(&empty);
            funds.retain(|fact| listed.contains(fact) || !implied.contains(fact));
        }
        for (origin, (kind, fact)) in origins {
            // An implied relation is neither right nor wrong.
            if found.get(&kind).is_some_and(|facts| facts.contains(&fact)) {
                let right = expected
                    .get(&kind)
                    .is_some_and(|facts| facts.contains(&fact));
                self.verdicts.insert(origin, right);
            }
        }
        let kinds: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
        for kind in kinds {
            let expected = expected.get(kind).unwrap_or(&empty);
            let found = found.get(kind).unwrap_or(&empty);
            for fact in expected.difference(found) {
                self.report
                    .errors
                    .push(format!("missed {kind} {}", self.show(fact)));
            }
            for fact in found.difference(expected) {
                self.report
                    .errors
                    .push(format!("extra {kind} {}", self.show(fact)));
            }
            self.report.count(kind).add(Count {
                right: expected.intersection(found).count(),
                extra: found.difference(expected).count(),
                missed: expected.difference(found).count(),
            });
        }
    }

    fn quantities(&mut self) {
        let mut left: Vec<_> = self.expected.quantities.iter().collect();
        for (place, quantity) in self.found.quantities.iter().enumerate() {
            let unit = stems(quantity.unit.as_deref().unwrap_or(""));
            let hit = left.iter().position(|expected| {
                expected.value == quantity.value
                    && !stems(expected.unit.as_deref().unwrap_or("")).is_disjoint(&unit)
            });
            self.verdicts.insert(
                ("quantity".to_owned(), place.to_string(), None),
                hit.is_some(),
            );
            if let Some(hit) = hit {
                left.remove(hit);
                self.report.count("quantity").right += 1;
            } else {
                self.report.count("quantity").extra += 1;
                self.report
                    .errors
                    .push(format!("extra quantity '{}'", quantity.quote));
            }
        }
        self.report.count("quantity").missed += left.len();
        let missed = left
            .iter()
            .map(|quantity| format!("missed quantity '{}'", quantity.quote));
        self.report.errors.extend(missed);
    }

    fn roles(&mut self) {
        let words = |title: &str| {
            fold(title)
                .split_whitespace()
                .map(str::to_owned)
                .collect::<BTreeSet<_>>()
        };
        let known = |id: &String| self.expected.entities.iter().any(|entity| entity.id == *id);
        let mut left: Vec<_> = self
            .expected
            .roles
            .iter()
            .map(|role| {
                let organisation = role.organisation.clone().filter(known).map(Atom::Entity);
                (
                    Atom::Entity(role.person.clone()),
                    organisation,
                    words(&role.role),
                    role,
                )
            })
            .collect();
        for role in &self.found.roles {
            let person = self.atom(&role.person);
            let organisation = role.organisation.as_ref().map(|id| self.atom(id));
            let title = words(&role.role);
            let hit = left.iter().position(|(expected, at, expected_title, _)| {
                *expected == person
                    && (at.is_none() || *at == organisation)
                    && !expected_title.is_disjoint(&title)
            });
            let key = (
                "role".to_owned(),
                role.person.clone(),
                role.organisation.clone(),
            );
            self.verdicts.insert(key, hit.is_some());
            if let Some(hit) = hit {
                left.remove(hit);
                self.report.count("role").right += 1;
            } else {
                self.report.count("role").extra += 1;
                let at = organisation
                    .map_or_else(String::new, |atom| format!(" of {}", self.show(&[atom])));
                let line = format!("extra role {}, {}{at}", self.show(&[person]), role.role);
                self.report.errors.push(line);
            }
        }
        self.report.count("role").missed += left.len();
        for (person, _, _, role) in left {
            let line = format!("missed role {}, {}", self.show(&[person]), role.role);
            self.report.errors.push(line);
        }
    }

    /// All relations together, all facts together.
    fn add_up(&mut self) {
        let mut relations = Count::default();
        for (kind, count) in &self.report.counts {
            if kind.starts_with("rel:") {
                relations.add(*count);
            }
        }
        self.report.count("relations").add(relations);
        let mut all = Count::default();
        for kind in FACTS {
            all.add(self.report.counts.get(kind).copied().unwrap_or_default());
        }
        self.report.count("FACTS").add(all);
    }

    /// A found entity as the expected one it stands for.
    fn atom(&self, id: &str) -> Atom {
        self.pairs.get(id).map_or_else(
            || Atom::Stray(id.to_owned()),
            |expected| Atom::Entity(expected.clone()),
        )
    }

    fn show(&self, fact: &[Atom]) -> String {
        let name = |entities: &[Entity], id: &str| {
            entities
                .iter()
                .find(|entity| entity.id == id)
                .map_or(id.to_owned(), |entity| entity.name.clone())
        };
        let parts: Vec<String> = fact
            .iter()
            .map(|atom| match atom {
                Atom::Entity(id) => name(&self.expected.entities, id),
                // The star marks an entity that was not expected.
                Atom::Stray(id) => format!("*{}", name(&self.found.entities, id)),
                Atom::Sum(value, None, currency) => format!("{currency} {value}"),
                Atom::Sum(value, Some(max), currency) => format!("{currency} {value}-{max}"),
                Atom::Word(word) => word.clone(),
            })
            .collect();
        parts.join(" | ")
    }
}

type Origin = (String, String, Option<String>);

fn judge(evidence: &Evidence, verdicts: &BTreeMap<Origin, bool>) -> Option<Judged> {
    let key = (
        evidence.fact.clone(),
        evidence.subject.clone(),
        evidence.object.clone(),
    );
    let right = *verdicts.get(&key)?;
    Some(Judged {
        fact: evidence.fact.clone(),
        rule: evidence.rule.clone(),
        confidence: evidence.confidence,
        right,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn annotation(json: &str) -> Annotation {
        serde_json::from_str(json).expect("an annotation")
    }

    fn gold() -> Annotation {
        annotation(
            r#"{"id": "d", "entities": [
                {"id": "e1", "type": "PublicBody", "name": "European Investment Bank", "mentions": ["EIB"]},
                {"id": "e2", "type": "Company", "name": "Verkor"},
                {"id": "e3", "type": "Person", "name": "Benoit Lemaignan"}],
              "roles": [{"person": "e3", "role": "chief executive", "organisation": "e2"}],
              "amounts": [{"id": "a1", "value": 600000000, "currency": "EUR", "kind": "commitment", "payer": ["e1"], "recipient": ["e2"]},
                {"id": "a2", "value": 400000000, "currency": "EUR", "kind": "commitment", "bound": "atMost", "partOf": "a1"}],
              "quantities": [{"value": 1200, "unit": "jobs", "of": "e2"}],
              "relations": []}"#,
        )
    }

    #[test]
    fn what_agrees_is_right() {
        let report = score(&[gold()], &[gold()]).totals();
        assert_eq!(
            report["FACTS"],
            Count {
                right: 9,
                extra: 0,
                missed: 0
            }
        );
        assert_eq!(report["partOf"].right, 1);
    }

    #[test]
    fn a_missing_document_is_missed() {
        let report = score(&[gold()], &[]).totals();
        assert_eq!(
            report["entity"],
            Count {
                right: 0,
                extra: 0,
                missed: 3
            }
        );
        assert_eq!(report["role"].missed, 1);
    }

    #[test]
    fn an_implied_relation_is_not_wrong_but_another_is() {
        let mut found = gold();
        found
            .relations
            .push(("e1".into(), "funds".into(), "e2".into()));
        assert_eq!(
            score(&[gold()], &[found.clone()]).totals()["relations"].extra,
            0
        );
        found
            .relations
            .push(("e2".into(), "funds".into(), "e1".into()));
        let report = score(&[gold()], &[found]);
        assert_eq!(report.totals()["relations"].extra, 1);
        assert_eq!(
            report.documents["d"].errors,
            ["extra rel:funds Verkor | European Investment Bank"]
        );
    }

    #[test]
    fn facts_are_judged_with_their_confidence() {
        let mut found = gold();
        found.amounts[0].payer = vec!["e2".into()];
        let evidence = |fact: &str, subject: &str, object: Option<&str>| Evidence {
            fact: fact.into(),
            subject: subject.into(),
            object: object.map(Into::into),
            quote: String::new(),
            rule: "frames/give".into(),
            confidence: 0.8,
        };
        found.evidence = vec![
            evidence("payer", "a1", Some("e2")),
            evidence("recipient", "a1", Some("e2")),
            evidence("amount", "a2", None),
        ];
        let report = score(&[gold()], &[found]);
        let right: Vec<bool> = report.documents["d"]
            .judged
            .iter()
            .map(|judged| judged.right)
            .collect();
        assert_eq!(right, [false, true, true]);
    }
}

//! Sentences as announcements have them, with the arcs that facts are made from.

use proptest::prelude::*;

use super::*;
use crate::rules::Source;

fn model() -> &'static Model {
    static MODEL: std::sync::LazyLock<Model> = std::sync::LazyLock::new(|| {
        let bytes = Source::default()
            .bytes("models", "english.bin")
            .expect("is part of the program");
        Model::load(&bytes).expect("is whole")
    });
    &MODEL
}

/// Words separated by spaces; `Ana_Ruiz` is a name, collapsed.
fn words(text: &str) -> Vec<(String, bool)> {
    text.split(' ')
        .map(|word| (word.replace('_', " "), word.contains('_')))
        .collect()
}

fn with_view<T>(text: &str, ask: impl FnOnce(&View, &dyn Fn(&str) -> usize) -> T) -> T {
    let owned = words(text);
    let words: Vec<Word> = owned
        .iter()
        .map(|(form, is_name)| {
            if *is_name {
                Word::name(form)
            } else {
                Word::new(form)
            }
        })
        .collect();
    let parse = parse(&words, model());
    let view = View::new(&words, &parse);
    let index = |form: &str| {
        owned
            .iter()
            .position(|(word, _)| word == form)
            .unwrap_or_else(|| panic!("no word {form}"))
    };
    ask(&view, &index)
}

/// Every expectation is `dependent relation head`; the root is its own head.
fn misses(text: &str, expected: &[(&str, Relation, &str)]) -> Vec<String> {
    with_view(text, |view, index| {
        expected
            .iter()
            .filter_map(|(dependent, relation, head)| {
                let dependent_at = index(dependent);
                let head_at = Some(index(head)).filter(|head| *head != dependent_at);
                let found = (view.relation(dependent_at), view.head(dependent_at));
                (found != (*relation, head_at)).then(|| {
                    format!(
                        "{text}: {dependent} is {} of {}, not {} of {head}",
                        found.0.label(),
                        found.1.map_or("nothing", |at| view.form(at)),
                        relation.label()
                    )
                })
            })
            .collect()
    })
}

#[test]
fn announcements_have_the_arcs_that_facts_need() {
    use Relation::{
        Agent, Apposition, Clause, Conjunct, NominalModifier, Object, Oblique, OpenComplement,
        PassiveSubject, RelativeClause, Root, Subject,
    };
    let cases: &[(&str, &[(&str, Relation, &str)])] = &[
        (
            "Canada will invest <money> in a new battery plant .",
            &[
                ("invest", Root, "invest"),
                ("Canada", Subject, "invest"),
                ("<money>", Object, "invest"),
                ("plant", Oblique, "invest"),
            ],
        ),
        (
            "Norden_Steel plans to invest <money> in a rolling mill in Ohio .",
            &[
                ("plans", Root, "plans"),
                ("Norden Steel", Subject, "plans"),
                ("invest", OpenComplement, "plans"),
                ("<money>", Object, "invest"),
                ("mill", Oblique, "invest"),
            ],
        ),
        (
            "The port was funded by the Ministry_of_Transport with <money> .",
            &[
                ("funded", Root, "funded"),
                ("port", PassiveSubject, "funded"),
                ("Ministry of Transport", Agent, "funded"),
                ("<money>", Oblique, "funded"),
            ],
        ),
        (
            "A <money> loan from Harbour_Bank to Norden_Steel was signed on <date> .",
            &[
                ("loan", PassiveSubject, "signed"),
                ("Harbour Bank", NominalModifier, "loan"),
                ("Norden Steel", NominalModifier, "loan"),
                ("<date>", Oblique, "signed"),
            ],
        ),
        (
            "Of this , <money> will be earmarked for small firms .",
            &[
                ("earmarked", Root, "earmarked"),
                ("<money>", PassiveSubject, "earmarked"),
                ("firms", Oblique, "earmarked"),
            ],
        ),
        (
            "The fund , which was launched by France , will support <number> projects .",
            &[
                ("support", Root, "support"),
                ("fund", Subject, "support"),
                ("launched", RelativeClause, "fund"),
                ("France", Agent, "launched"),
                ("projects", Object, "support"),
            ],
        ),
        (
            "France , Spain and Italy will each contribute <money> to the fund .",
            &[
                ("contribute", Root, "contribute"),
                ("France", Subject, "contribute"),
                ("Spain", Conjunct, "France"),
                ("Italy", Conjunct, "France"),
                ("<money>", Object, "contribute"),
                ("fund", Oblique, "contribute"),
            ],
        ),
        (
            "Ana_Ruiz , the minister of energy , announced a plan to build two wind farms .",
            &[
                ("announced", Root, "announced"),
                ("Ana Ruiz", Subject, "announced"),
                ("minister", Apposition, "Ana Ruiz"),
                ("plan", Object, "announced"),
                ("build", Clause, "plan"),
                ("farms", Object, "build"),
            ],
        ),
        (
            "The bank granted Ghana a loan of <money> .",
            &[
                ("granted", Root, "granted"),
                ("bank", Subject, "granted"),
                ("Ghana", Relation::IndirectObject, "granted"),
                ("loan", Object, "granted"),
                ("<money>", NominalModifier, "loan"),
            ],
        ),
        (
            "The money pledged by Spain will be spent on schools .",
            &[
                ("spent", Root, "spent"),
                ("money", PassiveSubject, "spent"),
                ("pledged", Clause, "money"),
                ("Spain", Agent, "pledged"),
                ("schools", Oblique, "spent"),
            ],
        ),
        (
            "The company said it would spend <money> on a data centre near Madrid .",
            &[
                ("said", Root, "said"),
                ("company", Subject, "said"),
                ("spend", Relation::ClausalComplement, "said"),
                ("it", Subject, "spend"),
                ("<money>", Object, "spend"),
                ("centre", Oblique, "spend"),
            ],
        ),
        (
            "Spain 's government is expected to provide <money> .",
            &[
                ("expected", Root, "expected"),
                ("government", PassiveSubject, "expected"),
                ("Spain", Relation::Possessor, "government"),
                ("provide", OpenComplement, "expected"),
                ("<money>", Object, "provide"),
            ],
        ),
        (
            "Norden_Steel to build <money> plant in Ohio",
            &[
                ("<money>", Relation::Compound, "plant"),
                ("plant", Object, "build"),
            ],
        ),
        (
            "The project is backed by a <money> grant from the European_Commission .",
            &[
                ("backed", Root, "backed"),
                ("project", PassiveSubject, "backed"),
                ("grant", Agent, "backed"),
                ("European Commission", NominalModifier, "grant"),
            ],
        ),
        (
            "The government has allocated <money> and will add <money> .",
            &[
                ("allocated", Root, "allocated"),
                ("government", Subject, "allocated"),
                ("add", Conjunct, "allocated"),
            ],
        ),
    ];
    let all: Vec<String> = cases
        .iter()
        .flat_map(|(text, expected)| misses(text, expected))
        .collect();
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn subjects_are_found_through_control_coordination_and_relative_clauses() {
    with_view(
        "France and Spain plan to invest <money> .",
        |view, index| {
            let subjects = view.subjects(index("invest"));
            assert_eq!(
                subjects,
                [
                    (index("France"), SubjectKind::Active),
                    (index("Spain"), SubjectKind::Active)
                ]
            );
            assert_eq!(view.objects(index("invest")), [index("<money>")]);
        },
    );
    with_view(
        "The fund , which was launched by France , will support projects .",
        |view, index| {
            assert_eq!(
                view.subjects(index("launched")),
                [(index("fund"), SubjectKind::Passive)]
            );
            assert_eq!(view.actors(index("launched")), [index("France")]);
            assert_eq!(view.patients(index("launched")), [index("fund")]);
        },
    );
    with_view(
        "The ministry has allocated <money> and will build schools .",
        |view, index| {
            assert_eq!(
                view.subjects(index("build")),
                [(index("ministry"), SubjectKind::Active)]
            );
        },
    );
    with_view(
        "The money pledged by Spain will be spent .",
        |view, index| {
            assert_eq!(
                view.subjects(index("pledged")),
                [(index("money"), SubjectKind::Passive)]
            );
            assert_eq!(view.agents(index("pledged")), [index("Spain")]);
            assert!(view.actors(index("spent")).is_empty());
        },
    );
}

#[test]
fn complements_come_with_their_preposition() {
    with_view(
        "Canada will invest <money> in ports and railways over <date> .",
        |view, index| {
            let found: Vec<(&str, &str)> = view
                .obliques(index("invest"))
                .iter()
                .map(|complement| {
                    (
                        complement.case.map_or("", |case| view.form(case)),
                        view.form(complement.word),
                    )
                })
                .collect();
            assert_eq!(
                found,
                [("in", "ports"), ("in", "railways"), ("over", "<date>")]
            );
        },
    );
}

#[test]
fn spans_paths_and_phrases_follow_the_tree() {
    with_view("The new battery plant in Ohio opened .", |view, index| {
        assert_eq!(view.span(index("plant")), 0..6);
        assert_eq!(view.noun_phrase(index("plant")), 0..4);
        assert_eq!(
            view.path(index("Ohio"), index("opened")),
            Some((vec![index("Ohio"), index("plant"), index("opened")], 2))
        );
        assert_eq!(view.path(0, 99), None);
        assert_eq!(view.root(), Some(index("opened")));
    });
}

#[test]
fn a_given_tag_is_kept() {
    let words = [
        Word::name("Will"),
        Word::new("invests"),
        Word {
            form: MONEY,
            fixed: Some(Tag::Number),
        },
    ];
    let parse = parse(&words, model());
    assert_eq!(parse.tags, [Tag::ProperNoun, Tag::Verb, Tag::Number]);
}

#[test]
fn no_words_give_no_tree() {
    assert_eq!(parse(&[], model()), Parse::default());
    let parse = Parse::default();
    let view = View::new(&[], &parse);
    assert!(view.is_empty() && view.root().is_none() && view.subjects(3).is_empty());
}

#[test]
fn a_sentence_of_many_thousand_words_is_a_tree() {
    let text = ["the", "bank", "lends", MONEY, "to", "Spain", "and"];
    let words: Vec<Word> = (0..10_000)
        .map(|at| Word::new(text[at % text.len()]))
        .collect();
    let parse = parse(&words, model());
    assert_eq!(parse.heads.iter().filter(|head| head.is_none()).count(), 1);
    let view = View::new(&words, &parse);
    let root = view.root().expect("has one");
    assert_eq!(view.span(root), 0..10_000);
}

proptest! {
    #[test]
    fn any_words_give_one_tree(forms in prop::collection::vec(".{0,8}|[a-z]{1,8}|<money>|by|which|and|was|to", 1..40)) {
        let words: Vec<Word> = forms.iter().map(|form| Word::new(form)).collect();
        let parse = parse(&words, model());
        prop_assert_eq!(parse.heads.iter().filter(|head| head.is_none()).count(), 1);
        prop_assert_eq!(parse.tags.len(), words.len());
        let view = View::new(&words, &parse);
        for word in 0..words.len() {
            // Every word comes to the root: no circles.
            prop_assert_eq!(view.governors(word).last().or(Some(word)), view.root());
            prop_assert!(view.span(word).contains(&word));
            let _ = (view.subjects(word), view.objects(word), view.agents(word), view.obliques(word), view.conjuncts(word));
            prop_assert!(view.path(word, 0).is_some());
        }
    }
}

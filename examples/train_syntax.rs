//! Trains the tagger and parser on a treebank and reports their accuracy and speed.
//!
//! `cargo run --release --no-default-features --example train_syntax -- TREEBANK_FOLDER data/models/english.bin`
//!
//! With `--evaluate` it only measures the model file that is there.

use std::{env, fs, io::Read, path::Path, time::Instant};

use anyhow::{Context, Result, anyhow, bail};
use pledgegraph::syntax::{
    Model, Word, parse,
    train::{self, Sentence, Settings},
};

/// Sentences from each sentence of the grammar beside the model file.
const ROUNDS: usize = 25;
const ORIGIN: &str = "Trained on the training part of UD English EWT (Universal Dependencies), CC BY-SA 4.0, and on announcements.grammar; see README.md beside this file.";

fn main() -> Result<()> {
    let mut arguments: Vec<String> = env::args().skip(1).collect();
    let only_evaluate = arguments.iter().any(|argument| argument == "--evaluate");
    arguments.retain(|argument| argument != "--evaluate");
    let [folder, output] = arguments.as_slice() else {
        bail!("usage: train_syntax TREEBANK_FOLDER MODEL_FILE [--evaluate]");
    };
    let folder = Path::new(folder);
    if !only_evaluate {
        let start = Instant::now();
        let mut treebank = read(folder, "train")?;
        let path = Path::new(output).with_file_name("announcements.grammar");
        let grammar =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let own = train::generate(&grammar, ROUNDS)
            .map_err(|text| anyhow!("{}: {text}", path.display()))?;
        eprintln!(
            "{} sentences of the treebank, {} of the grammar",
            treebank.len(),
            own.len()
        );
        treebank.extend(own);
        let model = train::train(&treebank, Settings::default(), &mut |done| {
            eprintln!("{:6.1} s  {done}", start.elapsed().as_secs_f64());
        });
        fs::write(output, model.save(ORIGIN)).with_context(|| format!("cannot write {output}"))?;
    }
    let bytes = fs::read(output).with_context(|| format!("cannot read {output}"))?;
    let start = Instant::now();
    let model = Model::load(&bytes)?;
    println!(
        "{output}: {} bytes, features {:?}, loaded in {:.1} ms",
        bytes.len(),
        model.features(),
        start.elapsed().as_secs_f64() * 1000.0
    );
    for part in ["dev", "test"] {
        let plain = read(folder, part)?;
        let collapsed: Vec<Sentence> = plain.iter().filter_map(train::collapse).collect();
        print!("{part}: {}", train::evaluate(&model, &plain));
        let report = train::evaluate(&model, &collapsed).to_string();
        println!(
            "{part}, sentences with mentions, collapsed: {}",
            report.lines().next().unwrap_or_default()
        );
        println!("{part}: {:.0} words a second", speed(&model, &plain));
    }
    Ok(())
}

fn read(folder: &Path, part: &str) -> Result<Vec<Sentence>> {
    let path = folder.join(format!("{part}.conllu.gz"));
    let file = fs::File::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut text)
        .with_context(|| format!("cannot unpack {}", path.display()))?;
    Ok(train::read(&text))
}

/// Words a second on one core: each stretch of sentences counts with its fastest of several runs, so that other work on the
/// machine does not show.
fn speed(model: &Model, sentences: &[Sentence]) -> f64 {
    let words: Vec<Vec<Word>> = sentences
        .iter()
        .map(|sentence| {
            sentence
                .iter()
                .map(|token| Word::new(&token.form))
                .collect()
        })
        .collect();
    let seconds: f64 = words
        .chunks(100)
        .map(|chunk| {
            (0..7)
                .map(|_| {
                    let start = Instant::now();
                    for sentence in chunk {
                        std::hint::black_box(parse(sentence, model));
                    }
                    start.elapsed().as_secs_f64()
                })
                .fold(f64::INFINITY, f64::min)
        })
        .sum();
    words.iter().map(Vec::len).sum::<usize>() as f64 / seconds
}

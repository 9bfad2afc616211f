//! Sorting more lines than fit into memory.

use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

/// Bytes of lines held in memory before a sorted run goes to disk.
const RUN: usize = 128 << 20;

/// Collects lines, gives them back sorted by bytes and without duplicates.
#[derive(Debug)]
pub struct Sorter {
    lines: Vec<String>,
    bytes: usize,
    limit: usize,
    runs: Vec<Run>,
}

/// A sorted run on disk; the file goes when this does.
#[derive(Debug)]
struct Run(PathBuf);

impl Drop for Run {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

impl Default for Sorter {
    fn default() -> Self {
        Self::with_limit(RUN)
    }
}

impl Sorter {
    fn with_limit(limit: usize) -> Self {
        Self {
            lines: Vec::new(),
            bytes: 0,
            limit,
            runs: Vec::new(),
        }
    }

    /// Adds a line; it ends in a line break and has no other.
    ///
    /// # Errors
    /// When a run cannot be written to the folder for temporary files.
    pub fn push(&mut self, line: String) -> io::Result<()> {
        self.bytes += line.len();
        self.lines.push(line);
        if self.bytes >= self.limit {
            self.spill()?;
        }
        Ok(())
    }

    /// Writes all lines in order.
    ///
    /// # Errors
    /// When a run cannot be read back, or `out` fails.
    pub fn write(mut self, out: &mut dyn Write) -> io::Result<()> {
        self.sort();
        if self.runs.is_empty() {
            return self
                .lines
                .iter()
                .try_for_each(|line| out.write_all(line.as_bytes()));
        }
        self.spill()?;
        let mut inputs = Vec::new();
        let mut heads = BinaryHeap::new();
        for (index, run) in self.runs.iter().enumerate() {
            let mut input = BufReader::with_capacity(1 << 16, File::open(&run.0)?);
            if let Some(line) = next(&mut input)? {
                heads.push(Reverse((line, index)));
            }
            inputs.push(input);
        }
        let mut last = String::new();
        while let Some(Reverse((line, index))) = heads.pop() {
            if line != last {
                out.write_all(line.as_bytes())?;
            }
            if let Some(following) = next(&mut inputs[index])? {
                heads.push(Reverse((following, index)));
            }
            last = line;
        }
        Ok(())
    }

    fn sort(&mut self) {
        self.lines.sort_unstable();
        self.lines.dedup();
    }

    fn spill(&mut self) -> io::Result<()> {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        self.sort();
        let run = Run(std::env::temp_dir().join(format!(
            "pledgegraph-{}-{}.run",
            std::process::id(),
            NUMBER.fetch_add(1, Ordering::Relaxed)
        )));
        fill(&run.0, &self.lines)?;
        self.runs.push(run);
        self.lines.clear();
        self.bytes = 0;
        Ok(())
    }
}

fn fill(path: &Path, lines: &[String]) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, File::create_new(path)?);
    for line in lines {
        out.write_all(line.as_bytes())?;
    }
    out.flush()
}

fn next(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = String::new();
    Ok((input.read_line(&mut line)? > 0).then_some(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_runs_give_the_same_as_one() -> io::Result<()> {
        let lines: Vec<String> = (0..1000).map(|n| format!("{}\n", n * 7919 % 613)).collect();
        let mut expected = lines.clone();
        expected.sort();
        expected.dedup();
        for limit in [100, 1 << 20] {
            let mut sorter = Sorter::with_limit(limit);
            lines
                .iter()
                .try_for_each(|line| sorter.push(line.clone()))?;
            let mut out = Vec::new();
            sorter.write(&mut out)?;
            assert_eq!(String::from_utf8_lossy(&out), expected.concat());
        }
        Ok(())
    }
}

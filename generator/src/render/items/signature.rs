//! A function of the emitted code → an item: what is written, and what it means once aliases are followed.

use quote::quote;
use syn::{Attribute, FnArg, ReturnType, Signature};

use super::Kind;
use super::text::{line, words};
use super::walk::Walk;

impl Walk {
    pub(super) fn function(
        &mut self,
        kind: Kind,
        path: &str,
        parent: Option<&str>,
        signature: &Signature,
        attributes: &[Attribute],
    ) {
        let (generics, output, bounds) = (
            &signature.generics,
            &signature.output,
            &signature.generics.where_clause,
        );
        let mut arguments = Vec::new();
        let mut written = Vec::new();
        let mut meant = Vec::new();
        for input in &signature.inputs {
            match input {
                FnArg::Typed(argument) => {
                    let (name, ty) = (&argument.pat, &argument.ty);
                    let name = words(quote!(#name));
                    let name = name.last().cloned().unwrap_or_default();
                    let ty = words(quote!(#ty));
                    let known = line(&self.expanded(&ty));
                    written.push(format!("{name}: {}", line(&ty)));
                    arguments.push((name, known.clone()));
                    meant.push(known);
                }
                FnArg::Receiver(receiver) => {
                    // `mut self` is nobody's business.
                    let mut text = words(quote!(#receiver));
                    if text.first().is_some_and(|word| word == "mut") {
                        text.remove(0);
                    }
                    written.push(line(&text));
                    meant.push(line(&text));
                }
            }
        }
        let start = match &signature.asyncness {
            Some(_) => "async fn ",
            None => "fn ",
        };
        let public = if kind == Kind::TraitMethod {
            ""
        } else {
            "pub "
        };
        let constant = match &signature.constness {
            Some(_) => "const ",
            None => "",
        };
        let output = match output {
            ReturnType::Default => Vec::new(),
            output => words(quote!(#output)),
        };
        let bounds = words(quote!(#bounds));
        let generics = words(quote!(#generics));
        let space = |words: Vec<String>| match words.is_empty() {
            true => String::new(),
            false => format!(" {}", line(&words)),
        };
        let text = |inputs: &[String], output: Vec<String>| {
            format!(
                "{}({}){}{}",
                line(&generics),
                inputs.join(", "),
                space(output),
                space(bounds.clone())
            )
        };
        let meaning = text(&meant, self.expanded(&output));
        let start = format!("{public}{constant}{start}");
        let signature = format!("{start}{path}{}", text(&written, output));
        self.push(
            kind,
            path,
            parent,
            signature,
            format!("{start}{meaning}"),
            attributes,
        );
        if let Some(item) = self.items.last_mut() {
            item.arguments = arguments;
        }
    }
}

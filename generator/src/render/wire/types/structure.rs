//! An object with known members.

use std::collections::BTreeSet;

use heck::ToShoutySnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{implementations, spoken};
use crate::model::{Additional, Field, FieldRole, Struct, Type, TypeDef, TypeKind, Types};
use crate::render::doors::{ident, literal};
use crate::render::expression::Presence;

/// Names that the emitted code needs for itself.
const RESERVED: [&str; 4] = ["object", "key", "name", "self"];

/// A field with the local variable that holds it while the object is read.
struct Slot<'a> {
    field: &'a Field,
    local: Ident,
    presence: Presence,
}

/// Reads members into slots; writes them in document order.
pub(super) fn render(types: &Types, def: &TypeDef, object: &Struct) -> TokenStream {
    let mut taken: BTreeSet<String> = RESERVED.into_iter().map(str::to_owned).collect();
    let slots: Vec<Slot<'_>> = object
        .fields
        .iter()
        .map(|field| Slot {
            field,
            local: local(&field.ident, &mut taken),
            presence: Presence::of(field),
        })
        .collect();
    let (members, parts): (Vec<&Slot<'_>>, Vec<&Slot<'_>>) = slots
        .iter()
        .partition(|slot| slot.field.role == FieldRole::Member);
    let kept = match &object.additional {
        Additional::Kept { ident: name, .. } => Some((ident(name), local(name, &mut taken))),
        _ => None,
    };
    let read = read(types, def, object, &members, &parts, kept.as_ref());
    let write = if parts.is_empty() {
        write(object, &members)
    } else {
        write_parts(object, &members, &parts)
    };
    let implementations = implementations(def, &quote!(json::object(deserializer)), &write);
    quote! {
        #read
        #implementations
    }
}

/// The name of a field, or one like it that nothing else has.
fn local(name: &str, taken: &mut BTreeSet<String>) -> Ident {
    let mut local = name.to_owned();
    while !taken.insert(local.clone()) {
        local.push('_');
    }
    ident(&local)
}

fn read(
    types: &Types,
    def: &TypeDef,
    object: &Struct,
    members: &[&Slot<'_>],
    parts: &[&Slot<'_>],
    kept: Option<&(Ident, Ident)>,
) -> TokenStream {
    let name = ident(&def.ident);
    let spoken = literal::text(spoken(def));
    let wire = members.iter().map(|slot| literal::text(&slot.field.name));
    let whole = (!parts.is_empty()).then(|| {
        quote!(
            const WHOLE: bool = true;
        )
    });
    let locals = members.iter().chain(parts).map(|slot| &slot.local);
    let additional_local =
        kept.map(|(_, local)| quote!(let mut #local = std::collections::BTreeMap::new();));
    let loop_ = member_loop(types, def, object, members, !parts.is_empty(), kept);
    let part_reads = parts.iter().map(|slot| {
        let local = &slot.local;
        quote!(object.part(&mut #local)?;)
    });
    let required = members
        .iter()
        .enumerate()
        .filter(|(_, slot)| slot.presence.is_required())
        .map(|(index, _)| literal::size(index as u64));
    let values = members.iter().chain(parts).map(|slot| {
        let (field, local) = (ident(&slot.field.ident), &slot.local);
        if slot.presence.is_required() {
            quote!(#field: json::required(#local)?)
        } else if field == *local {
            quote!(#field)
        } else {
            quote!(#field: #local)
        }
    });
    // What a part holds is no additional member.
    let without = kept.into_iter().flat_map(|(_, kept)| {
        parts.iter().map(move |slot| {
            let local = &slot.local;
            quote!(json::without(&mut #kept, &#local)?;)
        })
    });
    let additional = kept.map(|(field, local)| {
        if field == local {
            quote!(#field,)
        } else {
            quote!(#field: #local,)
        }
    });
    let mutable = quote!(mut object: Object<'de, A>);
    let pattern = pattern(def, object);
    quote! {
        #pattern
        impl FromObject for types::#name {
            const NAME: &'static str = #spoken;
            const MEMBERS: &'static [&'static str] = &[#(#wire),*];
            #whole

            fn read<'de, A: MapAccess<'de>>(#mutable) -> Result<Self, A::Error> {
                #(let mut #locals = None;)*
                #additional_local
                #loop_
                #(#part_reads)*
                object.finish(&[#(#required),*])?;
                #(#without)*
                Ok(Self { #(#values,)* #additional })
            }
        }
    }
}

fn member_loop(
    types: &Types,
    def: &TypeDef,
    object: &Struct,
    members: &[&Slot<'_>],
    has_parts: bool,
    kept: Option<&(Ident, Ident)>,
) -> TokenStream {
    let mut arms: Vec<TokenStream> = members
        .iter()
        .enumerate()
        .map(|(index, slot)| {
            let index = literal::size(index as u64);
            let local = &slot.local;
            // Where null is no value of its own, it counts as absent.
            let read = match slot.presence {
                Presence::Optional if !takes_null(types, &slot.field.value.ty) => {
                    quote!(read_optional)
                }
                _ => quote!(read),
            };
            quote!(Key::Known(#index) => object.#read(&mut #local)?,)
        })
        .collect();
    match (&object.additional, kept) {
        (Additional::Kept { patterns, .. }, Some((_, kept))) => {
            let guard = (!patterns.is_empty()).then(|| {
                let pattern = pattern_name(def);
                quote!(if #pattern.is_match(&name) == Ok(true))
            });
            arms.push(quote!(Key::Other(name) #guard => object.other(name, &mut #kept)?,));
            // Patterns of names stand where all other names are refused. A part may know the member.
            if !patterns.is_empty() && !has_parts {
                arms.push(quote!(Key::Other(name) => object.unknown(&name)?,));
            }
        }
        // A part may know the member.
        (Additional::Refused, _) if !has_parts => {
            arms.push(quote!(Key::Other(name) => object.unknown(&name)?,));
        }
        _ => {}
    }
    if arms.is_empty() {
        return quote! {
            while object.key()?.is_some() {
                object.skip()?;
            }
        };
    }
    quote! {
        while let Some(key) = object.key()? {
            match key {
                #(#arms)*
                _ => object.skip()?,
            }
        }
    }
}

/// Whether null is a value of the type by itself, such as that of any value.
fn takes_null(types: &Types, ty: &Type) -> bool {
    let mut next = vec![ty];
    // Aliases do not lead in a circle; the bound is for documents that nobody has checked.
    for _ in 0..64 {
        let Some(ty) = next.pop() else { break };
        match ty {
            Type::Any | Type::Null | Type::Never | Type::Nullable(_) => return true,
            Type::Named(id) | Type::Boxed(id) => match &types[*id].kind {
                TypeKind::Alias(target) => next.push(&target.ty),
                TypeKind::Union(union) => {
                    next.extend(union.variants.iter().map(|variant| &variant.value.ty));
                }
                _ => {}
            },
            _ => {}
        }
    }
    false
}

/// What names of additional members must match: one expression for all.
fn pattern(def: &TypeDef, object: &Struct) -> Option<TokenStream> {
    let Additional::Kept { patterns, .. } = &object.additional else {
        return None;
    };
    let source = match patterns.as_slice() {
        [] => return None,
        [pattern] => pattern.clone(),
        patterns => {
            let groups: Vec<String> = patterns.iter().map(|p| format!("(?:{p})")).collect();
            groups.join("|")
        }
    };
    let (name, source) = (pattern_name(def), literal::text(&source));
    Some(quote!(static #name: Pattern = Pattern::new(#source);))
}

fn pattern_name(def: &TypeDef) -> Ident {
    ident(&format!("{}_NAMES", def.ident.to_shouty_snake_case()))
}

fn write(object: &Struct, members: &[&Slot<'_>]) -> TokenStream {
    let writes = members.iter().map(|slot| {
        let (field, name) = (ident(&slot.field.ident), literal::text(&slot.field.name));
        let method = if slot.presence.is_required() {
            quote!(member)
        } else {
            quote!(optional)
        };
        quote!(object.#method(#name, &self.#field)?;)
    });
    let additional = match &object.additional {
        Additional::Kept { ident: name, .. } => {
            let name = ident(name);
            quote!(object.additional(&self.#name)?;)
        }
        _ => TokenStream::new(),
    };
    if members.is_empty() && additional.is_empty() {
        return quote!(ObjectWriter::new(serializer)?.end());
    }
    quote! {
        let mut object = ObjectWriter::new(serializer)?;
        #(#writes)*
        #additional
        object.end()
    }
}

fn write_parts(object: &Struct, members: &[&Slot<'_>], parts: &[&Slot<'_>]) -> TokenStream {
    let writes = members.iter().map(|slot| {
        let (field, name) = (ident(&slot.field.ident), literal::text(&slot.field.name));
        let method = if slot.presence.is_required() {
            quote!(member)
        } else {
            quote!(optional)
        };
        quote!(parts.#method(#name, &self.#field)?;)
    });
    let merges = parts.iter().map(|slot| {
        let field = ident(&slot.field.ident);
        quote!(parts.merge(&self.#field)?;)
    });
    let additional = match &object.additional {
        Additional::Kept { ident: name, .. } => {
            let name = ident(name);
            quote!(parts.additional(&self.#name)?;)
        }
        _ => TokenStream::new(),
    };
    quote! {
        let mut parts = Parts::new();
        #(#writes)*
        #(#merges)*
        #additional
        parts.end(serializer)
    }
}

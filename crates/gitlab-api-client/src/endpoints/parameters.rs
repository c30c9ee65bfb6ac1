//! The setters of an endpoint's optional parameters.

/// Declares them: `set` and `push` for the query (`push` for arrays, which may be given more than once),
/// `field` for the JSON body (`texts` for a list of texts in it). The endpoint keeps them in its fields `query: Query` and `fields: Fields`.
///
/// ```text
/// parameters! {
///     ListJobs {
///         /// Only those in this status; call it again for more than one.
///         push "scope[]" => scope: CiStatus,
///     }
/// }
/// ```
macro_rules! parameters {
    ($endpoint:ident { $($(#[$doc:meta])* $verb:ident $wire:literal => $method:ident: $type:ty,)+ }) => {
        impl $endpoint {$(
            $(#[$doc])*
            #[must_use]
            pub fn $method(mut self, $method: $type) -> Self {
                parameters!(@$verb self, $wire, $method);
                self
            }
        )+}
    };
    (@set $self:ident, $wire:literal, $value:ident) => { $self.query.set($wire, $value) };
    (@push $self:ident, $wire:literal, $value:ident) => { $self.query.push($wire, $value) };
    (@field $self:ident, $wire:literal, $value:ident) => { $self.fields.set($wire, $value) };
    (@texts $self:ident, $wire:literal, $value:ident) => {
        $self.fields.set($wire, $value.into_iter().map(|text| text.to_string()).collect::<Vec<String>>())
    };
}

pub(crate) use parameters;
